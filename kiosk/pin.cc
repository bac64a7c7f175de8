#include "kiosk/pin.h"

#include <string.h>

namespace yichuang::kiosk {

Pin::~Pin() { wipe(); }

void Pin::add(char digit) {
  if (size_ < digits_.size()) digits_[size_++] = digit;
}

void Pin::erase() {
  if (size_ > 0) digits_[--size_] = '\0';
}

void Pin::wipe() {
  ::explicit_bzero(digits_.data(), digits_.size());  // a plain fill of what ends is left out
  size_ = 0;
}

}  // namespace yichuang::kiosk
