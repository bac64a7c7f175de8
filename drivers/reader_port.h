// ReaderPort: one reader, as a program with a screen uses it. Nothing here waits for the device;
// what the driver's thread has to say is queued until the program's thread calls drain(), which
// runs the callbacks there.
//
// All functions on one thread (the one that opened it); `wake` is called on the driver's thread and
// must only post something to the program's loop.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "drivers/reader.h"

namespace yichuang {

class ReaderPort {
 public:
  using Wake = std::function<void()>;

  // Fails only on a wrong address or an unknown scheme.
  static Result<std::unique_ptr<ReaderPort>> open(std::string_view address,
                                                  const ReaderOptions& options, Wake wake);
  // No callback runs any more.
  ~ReaderPort();
  ReaderPort(const ReaderPort&) = delete;
  ReaderPort& operator=(const ReaderPort&) = delete;

  // They run inside drain(). Of what is not drained the oldest goes first.
  void on_status(std::function<void(const ReaderStatus&)> changed) {
    changed_ = std::move(changed);
  }
  void on_code(std::function<void(const hid::ScannedCode&)> code) { code_ = std::move(code); }
  void on_card(std::function<void(const CardRead&)> card) { card_ = std::move(card); }

  void seek_cards(bool on) { device_->seek_cards(on); }
  bool drain();               // true if there was anything
  bool wait(int timeout_ms);  // until there is something to drain
  ReaderStatus status() const { return device_->status(); }

 private:
  struct Told;  // shared with the driver's thread
  explicit ReaderPort(std::shared_ptr<Told> told);

  std::shared_ptr<Told> told_;
  std::unique_ptr<ReaderDevice> device_;
  std::function<void(const ReaderStatus&)> changed_;
  std::function<void(const hid::ScannedCode&)> code_;
  std::function<void(const CardRead&)> card_;
};

}  // namespace yichuang
