// What a resident ID card's record says that may leave the driver: which person (a keyed hash of
// the number), the date of birth, the last four characters. Name, address, nation and photo are
// never taken out of the record. Pure; the caller owns the record and wipes it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"

namespace yichuang {

// The hall's key for hashing ID numbers; the same on all its devices.
using PersonKey = std::array<uint8_t, 32>;

// Year × 10000 + month × 100 + day; gone from memory with whoever held it.
class BirthDate {
 public:
  BirthDate() = default;
  explicit BirthDate(uint32_t date) : date_(date) {}
  BirthDate(const BirthDate&) = default;
  BirthDate& operator=(const BirthDate&) = default;
  ~BirthDate();
  uint32_t date() const { return date_; }
  friend bool operator==(const BirthDate&, const BirthDate&) = default;

 private:
  uint32_t date_ = 0;
};

// Whether somebody born then is so many years old on `day` (written in the same way): from the
// birthday on; who is born on 29 February has it on 1 March where the year has none.
inline bool has_age(const BirthDate& born, uint32_t day, uint32_t years) {
  return day >= born.date() + years * 10'000;
}

struct IdCardFacts {
  std::array<uint8_t, 16> person{};  // keyed BLAKE2b of the 18 characters of the number
  BirthDate born;
  std::string last_four;  // of the number: digits, at the end perhaps X
  friend bool operator==(const IdCardFacts&, const IdCardFacts&) = default;
};

// Takes apart the data of the answer to sdt::Command::kReadTextAndPhoto: length of the text (256)
// and of the photo, both 2 bytes, big endian; the text, UTF-16LE in fields of fixed width; the
// photo (GA 450-2013). Refuses a record whose lengths do not add up, whose number has a wrong check
// character (GB 11643-1999) or a date that does not exist, or disagrees with the field of birth.
// The error never holds anything of the record.
Result<IdCardFacts> read_id_card(std::span<const uint8_t> record, const PersonKey& key);

}  // namespace yichuang
