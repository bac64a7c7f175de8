// Routes SIGINT, SIGTERM and SIGUSR1 to one loop: the handlers only set a flag and wake it. At most
// one object in a process at a time.
#pragma once

#include "ui/loop.h"

namespace yichuang::ui {

class Signals {
 public:
  explicit Signals(Loop& loop);
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals();

  bool take_stop();        // SIGINT or SIGTERM came
  bool take_screenshot();  // SIGUSR1 came
};

}  // namespace yichuang::ui
