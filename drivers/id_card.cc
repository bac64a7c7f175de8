#include "drivers/id_card.h"

#include <sodium.h>

#include <chrono>
#include <string_view>

#include "base/assert.h"

namespace yichuang {
namespace {

// Bytes of the text's fields, in their order: name 30, sex 2, nation 4, birth 16, address 70,
// number 36, issuer 30, valid from 16, valid to 16, spare 36.
constexpr size_t kTextBytes = 256;
constexpr size_t kBirthAt = 30 + 2 + 4;
constexpr size_t kBirthDigits = 8;
constexpr size_t kNumberAt = kBirthAt + 16 + 70;
constexpr size_t kNumberCharacters = 18;
constexpr size_t kBirthInNumber = 6;

// Characters on the stack, gone when they are no longer needed.
template <size_t kCount>
struct Wiped {
  std::array<char, kCount> characters{};
  Wiped() = default;
  ~Wiped() { sodium_memzero(characters.data(), kCount); }
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  std::string_view view() const { return {characters.data(), kCount}; }
};

Error wrong(const char* sentence) { return {ErrorCode::kInvalid, sentence}; }

// UTF-16LE that holds digits (or the final X) only.
template <size_t kCount>
bool read_characters(std::span<const uint8_t> text, size_t at, Wiped<kCount>& out) {
  for (size_t i = 0; i < kCount; ++i) {
    const uint8_t low = text[at + 2 * i];
    const bool digit = low >= '0' && low <= '9';
    const bool last_x = i == kNumberCharacters - 1 && low == 'X';
    if (text[at + 2 * i + 1] != 0 || !(digit || last_x)) return false;
    out.characters[i] = static_cast<char>(low);
  }
  return true;
}

// GB 11643-1999: ISO 7064 MOD 11-2 over the first 17 digits.
bool check_character_is_right(std::string_view number) {
  constexpr std::array<int, 17> kWeights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (size_t i = 0; i < kWeights.size(); ++i) sum += kWeights[i] * (number[i] - '0');
  return number[17] == "10X98765432"[sum % 11];
}

int number_of(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

bool is_date(std::string_view digits) {
  using std::chrono::day;
  using std::chrono::month;
  using std::chrono::year;
  const std::chrono::year_month_day date{
      year{number_of(digits.substr(0, 4))},
      month{static_cast<unsigned>(number_of(digits.substr(4, 2)))},
      day{static_cast<unsigned>(number_of(digits.substr(6, 2)))}};
  return date.ok();
}

}  // namespace

BirthDate::~BirthDate() { sodium_memzero(&date_, sizeof date_); }

Result<IdCardFacts> read_id_card(std::span<const uint8_t> record, const PersonKey& key) {
  constexpr size_t kLengthsBytes = 4;
  if (record.size() < kLengthsBytes) return wrong("the card's record is too short");
  const size_t text_bytes = size_t{record[0]} << 8 | record[1];
  const size_t photo_bytes = size_t{record[2]} << 8 | record[3];
  if (text_bytes != kTextBytes || record.size() != kLengthsBytes + text_bytes + photo_bytes) {
    return wrong("the lengths in the card's record do not add up");
  }
  const auto text = record.subspan(kLengthsBytes, kTextBytes);
  Wiped<kNumberCharacters> number;
  Wiped<kBirthDigits> birth;
  if (!read_characters(text, kNumberAt, number) || !read_characters(text, kBirthAt, birth)) {
    return wrong("the card's number or date of birth is not made of digits");
  }
  if (!check_character_is_right(number.view())) {
    return wrong("the check character of the card's number is wrong");
  }
  if (!is_date(birth.view()) ||
      number.view().substr(kBirthInNumber, kBirthDigits) != birth.view()) {
    return wrong("the date of birth does not agree with the card's number");
  }
  IdCardFacts facts;
  const int done = crypto_generichash(facts.person.data(), facts.person.size(),
                                      reinterpret_cast<const uint8_t*>(number.characters.data()),
                                      kNumberCharacters, key.data(), key.size());
  HALL_ASSERT(done == 0);
  facts.born = BirthDate(static_cast<uint32_t>(number_of(birth.view())));
  facts.last_four = number.view().substr(kNumberCharacters - 4);
  return facts;
}

}  // namespace yichuang
