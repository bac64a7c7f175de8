#include "tests/fuzz/mutate_records.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <random>
#include <string>

#include "tests/fuzz/fuzz.h"

namespace yichuang::fuzz {
namespace {

namespace pb = google::protobuf;
using Field = pb::FieldDescriptor;

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  size_t below(size_t bound) { return bound == 0 ? 0 : random_() % bound; }

  // Changes one field of the message, or of one inside it.
  void change(pb::Message& message) {
    const Field* field = pick(message);
    if (!field) return;
    if (field->is_repeated()) return change_list(message, *field);
    if (field->cpp_type() == Field::CPPTYPE_MESSAGE) {
      const bool there = message.GetReflection()->HasField(message, field);
      if (there && below(12) == 0) return message.GetReflection()->ClearField(&message, field);
      return change(*message.GetReflection()->MutableMessage(&message, field));
    }
    if (below(8) == 0) return message.GetReflection()->ClearField(&message, field);
    set(message, *field);
  }

  // Changes the list: a message in it, mostly; else their order and number.
  void change(const pb::Message& prototype, std::vector<std::string>& records) {
    if (records.empty()) records.emplace_back();
    const size_t at = below(records.size());
    const size_t other = below(records.size());
    switch (below(10)) {
      case 0:
        records.erase(records.begin() + static_cast<std::ptrdiff_t>(at));
        return;
      case 1:
        records.insert(records.begin() + static_cast<std::ptrdiff_t>(other), records[at]);
        return;
      case 2:
        return std::swap(records[at], records[other]);
      default: {
        const std::unique_ptr<pb::Message> message(prototype.New());
        if (!message->ParseFromString(records[at])) message->Clear();
        for (size_t i = 0; i <= below(3); ++i) change(*message);
        records[at] = message->SerializeAsString();
      }
    }
  }

 private:
  // Mostly one that is set.
  const Field* pick(const pb::Message& message) {
    std::vector<const Field*> fields;
    message.GetReflection()->ListFields(message, &fields);
    if (!fields.empty() && below(6) != 0) return fields[below(fields.size())];
    const int all = message.GetDescriptor()->field_count();
    if (all == 0) return nullptr;
    return message.GetDescriptor()->field(static_cast<int>(below(static_cast<size_t>(all))));
  }

  void change_list(pb::Message& message, const Field& field) {
    const pb::Reflection& reflection = *message.GetReflection();
    const int size = reflection.FieldSize(message, &field);
    const int at = static_cast<int>(below(static_cast<size_t>(size)));
    if (size > 0 && below(8) == 0) return reflection.RemoveLast(&message, &field);
    if (size > 1 && below(8) == 0) return reflection.SwapElements(&message, &field, at, size - 1);
    const bool more = size == 0 || below(6) == 0;
    if (field.cpp_type() != Field::CPPTYPE_MESSAGE) return set_element(message, field, at, more);
    if (!more) return change(*reflection.MutableRepeatedMessage(&message, &field, at));
    pb::Message* added = reflection.AddMessage(&message, &field);
    if (size > 0) added->CopyFrom(reflection.GetRepeatedMessage(message, &field, at));
    change(*added);
  }

  uint64_t number(uint64_t now) {
    constexpr uint64_t kSome[] = {
        0,   1,    2,        3,          5,         99,        100,        128,
        999, 1000, 20261125, UINT32_MAX, INT32_MAX, INT64_MAX, UINT64_MAX, uint64_t{1} << 63};
    switch (below(4)) {
      case 0:
        return kSome[below(std::size(kSome))];
      case 1:
        return now + below(3) - 1;
      case 2:
        return now ^ (uint64_t{1} << below(64));
      default:
        return below(12);
    }
  }

  std::string text(const std::string& now) {
    constexpr const char* kSome[] = {"",        "A",         "B",         "AB",     "A001",
                                     "B003",    "social",    "X",         "tax",    "1001",
                                     "kiosk-1", "medical",   "fifo",      "tool",   "7",
                                     "窗口",    "printer-1", "kiosk-1/a", "nothing"};
    if (below(3) != 0 || now.empty()) return kSome[below(std::size(kSome))];
    std::string other = now;
    char& letter = other[below(other.size())];
    if (static_cast<unsigned char>(letter) < 0x80) letter = static_cast<char>('0' + below(60));
    return other;
  }

  // Any enum number may come over the wire, also one that nobody knows.
  int choice(const Field& field) {
    const auto known = static_cast<size_t>(field.enum_type()->value_count());
    return static_cast<int>(below(known + 2));
  }

  void set(pb::Message& message, const Field& field) {
    const pb::Reflection& r = *message.GetReflection();
    switch (field.cpp_type()) {
      case Field::CPPTYPE_INT64:
        return r.SetInt64(
            &message, &field,
            static_cast<int64_t>(number(static_cast<uint64_t>(r.GetInt64(message, &field)))));
      case Field::CPPTYPE_UINT64:
        return r.SetUInt64(&message, &field, number(r.GetUInt64(message, &field)));
      case Field::CPPTYPE_UINT32:
        return r.SetUInt32(&message, &field,
                           static_cast<uint32_t>(number(r.GetUInt32(message, &field))));
      case Field::CPPTYPE_BOOL:
        return r.SetBool(&message, &field, !r.GetBool(message, &field));
      case Field::CPPTYPE_ENUM:
        return r.SetEnumValue(&message, &field, choice(field));
      case Field::CPPTYPE_STRING:
        return r.SetString(&message, &field, text(r.GetString(message, &field)));
      default:
        return;  // the schema has no others
    }
  }

  // `more`: one at the end instead of the one at `at`.
  void set_element(pb::Message& message, const Field& field, int at, bool more) {
    const pb::Reflection& r = *message.GetReflection();
    if (field.cpp_type() == Field::CPPTYPE_STRING) {
      const std::string now = more ? "" : r.GetRepeatedString(message, &field, at);
      return more ? r.AddString(&message, &field, text(now))
                  : r.SetRepeatedString(&message, &field, at, text(now));
    }
    if (field.cpp_type() == Field::CPPTYPE_UINT32) {
      const auto value = static_cast<uint32_t>(number(1));
      return more ? r.AddUInt32(&message, &field, value)
                  : r.SetRepeatedUInt32(&message, &field, at, value);
    }
    if (field.cpp_type() == Field::CPPTYPE_UINT64) {
      return more ? r.AddUInt64(&message, &field, number(1))
                  : r.SetRepeatedUInt64(&message, &field, at, number(1));
    }
  }

  std::mt19937 random_;
};

}  // namespace

size_t mutate_records(const pb::Message& prototype, uint8_t* data, size_t size, size_t size_max,
                      unsigned seed) {
  Mutator mutator(seed);
  if (mutator.below(10) == 0) return LLVMFuzzerMutate(data, size, size_max);
  std::vector<std::string> records = records_of(data, size);
  mutator.change(prototype, records);
  const std::string bytes = bytes_of(records);
  if (bytes.size() > size_max) return LLVMFuzzerMutate(data, size, size_max);
  std::ranges::copy(bytes, data);
  return bytes.size();
}

}  // namespace yichuang::fuzz
