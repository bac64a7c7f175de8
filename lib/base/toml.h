// The TOML library as every file of ours includes it: without exceptions, header only, and with a
// parser that assumes nothing. For config.h's readers and for the few that walk a whole file.
#pragma once

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/impl/preprocessor.h>
// The parser assumes what its next lines check: that "[+x]" begins no table, for one. A debug build
// aborts there, a release build takes the check out (found by fuzzing).
#undef TOML_ASSERT_ASSUME
#define TOML_ASSERT_ASSUME(expr) static_assert(true)
#include <toml++/toml.h>
