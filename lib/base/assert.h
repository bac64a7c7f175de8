// HALL_ASSERT: a bug is an assertion, on in release too. Prints the place and aborts; systemd
// restarts the program, which refolds its journal.
#pragma once

namespace yichuang {

[[noreturn]] void assertion_failed(const char* expression, const char* file, int line);

}  // namespace yichuang

#define HALL_ASSERT(expression)        \
  ((expression) ? static_cast<void>(0) \
                : ::yichuang::assertion_failed(#expression, __FILE__, __LINE__))
