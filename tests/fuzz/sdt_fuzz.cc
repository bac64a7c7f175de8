// What a resident ID card reader may say, and a card hold. Each record comes as one transfer.
#include "drivers/id_card.h"
#include "drivers/limits.h"
#include "drivers/sdt_frame.h"
#include "tests/fuzz/fuzz.h"

namespace yichuang {
namespace {

void check_card(std::span<const uint8_t> record) {
  const auto card = read_id_card(record, PersonKey{1, 2, 3});
  if (!card) {
    fuzz::check(!card.error().sentence.empty(), "a refusal says why");
    return;
  }
  fuzz::check(card->last_four.size() == 4, "four characters of the number");
  fuzz::check(card->born.date() > 0 && card->born.date() < 100'000'000, "a date of birth");
}

}  // namespace
}  // namespace yichuang

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace yichuang;
  sdt::AnswerParser parser;
  size_t given = 0;
  size_t heard = 0;
  for (const std::string& record : fuzz::records_of(data, size)) {
    given += record.size();
    parser.feed({reinterpret_cast<const uint8_t*>(record.data()), record.size()},
                [&](const sdt::Answer& answer) {
                  heard += answer.data.size();
                  fuzz::check(answer.data.size() <= limits::kSdtLengthMax, "answers are bounded");
                  check_card(answer.data);
                });
  }
  fuzz::check(heard + parser.dropped_bytes() <= given, "no byte counts twice");
  check_card({data, size});
  return 0;
}
