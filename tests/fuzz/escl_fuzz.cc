// What a network scanner may answer when it is asked for its state.
#include "drivers/scan_worker/escl_status.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace yichuang;
  const auto facts = read_escl_status({data, size});
  if (!facts) {
    fuzz::check(!facts.error().sentence.empty(), "a refusal says why");
    return 0;
  }
  fuzz::check(facts->jammed + facts->cover_open + facts->paper_loaded <= 1, "one feeder state");
  return 0;
}
