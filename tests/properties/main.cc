// The property tests. The seed is fixed, so that a run repeats itself; a failure prints it with the
// smallest case that was found. For a longer run, or another one:
//   YICHUANG_PROPERTY_RUNS=20000 YICHUANG_PROPERTY_SEED=7 build/release/tests/hall_properties
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "base/log.h"

namespace {

std::string given(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value ? value : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  yichuang::log_start("properties", yichuang::LogLevel::kWarning);
  testing::InitGoogleTest(&argc, argv);
  const std::string parameters = "seed=" + given("YICHUANG_PROPERTY_SEED", "20261122") +
                                 " max_success=" + given("YICHUANG_PROPERTY_RUNS", "200");
  ::setenv("RC_PARAMS", parameters.c_str(), 0);  // rapidcheck's own variable comes first
  return RUN_ALL_TESTS();
}
