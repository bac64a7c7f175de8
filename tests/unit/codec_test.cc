// lib/wire: the schema keeps its own rules, and nothing that comes in gets past its limits.
#include "wire/codec.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <random>

#include "base/limits.h"

namespace yichuang {
namespace {

namespace pb = google::protobuf;

const pb::FileDescriptor& schema() { return *wire::Command::descriptor()->file(); }

void each_message(const std::function<void(const pb::Descriptor&)>& visit) {
  const std::function<void(const pb::Descriptor&)> walk = [&](const pb::Descriptor& type) {
    visit(type);
    for (int i = 0; i < type.nested_type_count(); ++i) walk(*type.nested_type(i));
  };
  for (int i = 0; i < schema().message_type_count(); ++i) walk(*schema().message_type(i));
}

void each_field(const std::function<void(const pb::FieldDescriptor&)>& visit) {
  each_message([&](const pb::Descriptor& type) {
    for (int i = 0; i < type.field_count(); ++i) visit(*type.field(i));
  });
}

bool is_text(const pb::FieldDescriptor& field) {
  return field.cpp_type() == pb::FieldDescriptor::CPPTYPE_STRING;
}

std::unique_ptr<pb::Message> fresh(const pb::Descriptor& type) {
  return std::unique_ptr<pb::Message>(
      pb::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

// ------------------------------------------------------------------------------ the schema's rules

TEST(Schema, EveryTextHasALimit) {
  int texts = 0;
  each_field([&](const pb::FieldDescriptor& field) {
    EXPECT_EQ(field.options().HasExtension(wire::max_bytes), is_text(field)) << field.full_name();
    if (!is_text(field)) return;
    ++texts;
    EXPECT_GT(field.options().GetExtension(wire::max_bytes), 0u) << field.full_name();
  });
  EXPECT_GT(texts, 30);
}

TEST(Schema, EveryListHasALimit) {
  int lists = 0;
  each_field([&](const pb::FieldDescriptor& field) {
    EXPECT_EQ(field.options().HasExtension(wire::max_count), field.is_repeated())
        << field.full_name();
    if (!field.is_repeated()) return;
    ++lists;
    EXPECT_GT(field.options().GetExtension(wire::max_count), 0u) << field.full_name();
  });
  EXPECT_GT(lists, 8);
}

TEST(Schema, HasNoMapsAndNoProto2) {
  EXPECT_EQ(schema().syntax(), pb::FileDescriptor::SYNTAX_PROTO3);
  each_field(
      [](const pb::FieldDescriptor& field) { EXPECT_FALSE(field.is_map()) << field.full_name(); });
}

TEST(Schema, EnumZeroIsUnspecified) {
  ASSERT_GT(schema().enum_type_count(), 0);
  for (int i = 0; i < schema().enum_type_count(); ++i) {
    const std::string& name = schema().enum_type(i)->FindValueByNumber(0)->name();
    EXPECT_TRUE(name.ends_with("_UNSPECIFIED")) << name;
  }
}

// A 64-bit number is a string in JSON, so only what people do not read may be one.
TEST(Schema, OnlyTimesAndSequenceNumbersAre64Bit) {
  each_field([](const pb::FieldDescriptor& field) {
    const auto type = field.cpp_type();
    if (type != pb::FieldDescriptor::CPPTYPE_INT64 && type != pb::FieldDescriptor::CPPTYPE_UINT64) {
      return;
    }
    const std::string& name = field.name();
    const bool sum = name.ends_with("sum") || name.ends_with("sums") || name == "error_seconds";
    const bool identity = name == "run";  // of a server's run: for mirrors, not for people
    EXPECT_TRUE(name.ends_with("_ms") || name.ends_with("seq") || name.ends_with("_ms_total") ||
                sum || identity)  // sums are of what is learned: for folds
        << field.full_name();
  });
}

TEST(Schema, NoMessageContainsItself) {
  const std::function<void(const pb::Descriptor&, std::vector<const pb::Descriptor*>)> walk =
      [&](const pb::Descriptor& type, std::vector<const pb::Descriptor*> above) {
        ASSERT_EQ(std::find(above.begin(), above.end(), &type), above.end()) << type.full_name();
        above.push_back(&type);
        for (int i = 0; i < type.field_count(); ++i) {
          if (const auto* inner = type.field(i)->message_type()) walk(*inner, above);
        }
      };
  each_message([&](const pb::Descriptor& type) { walk(type, {}); });
}

// --------------------------------------------------------------------------------- limits of
// fields

void add_text(pb::Message& message, const pb::FieldDescriptor& field, std::string value) {
  if (field.is_repeated()) {
    message.GetReflection()->AddString(&message, &field, std::move(value));
  } else {
    message.GetReflection()->SetString(&message, &field, std::move(value));
  }
}

// For every text of the schema: what is as long as its limit passes, one byte more does not.
TEST(WithinLimits, EveryTextIsHeldToItsLimitExactly) {
  each_field([](const pb::FieldDescriptor& field) {
    if (!is_text(field)) return;
    const size_t max = field.options().GetExtension(wire::max_bytes);
    auto message = fresh(*field.containing_type());
    add_text(*message, field, std::string(max, 'x'));
    EXPECT_TRUE(within_limits(*message).ok()) << field.full_name();
    message->Clear();
    add_text(*message, field, std::string(max + 1, 'x'));
    const auto over = within_limits(*message);
    ASSERT_FALSE(over.ok()) << field.full_name();
    EXPECT_EQ(over.error().code, ErrorCode::kInvalid);
    EXPECT_EQ(over.error().sentence, field.name() + ": " + std::to_string(max + 1) +
                                         " bytes, at most " + std::to_string(max));
  });
}

TEST(WithinLimits, EveryListIsHeldToItsLimitExactly) {
  each_field([](const pb::FieldDescriptor& field) {
    if (!field.is_repeated()) return;
    const int max = static_cast<int>(field.options().GetExtension(wire::max_count));
    auto message = fresh(*field.containing_type());
    const auto* reflection = message->GetReflection();
    const auto add = [&] {
      if (field.message_type()) {
        reflection->AddMessage(message.get(), &field);
      } else if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_UINT32) {
        reflection->AddUInt32(message.get(), &field, 1);
      } else if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_UINT64) {
        reflection->AddUInt64(message.get(), &field, 1);
      } else {
        ASSERT_TRUE(is_text(field)) << "a new kind of list: extend this test";
        add_text(*message, field, "x");
      }
    };
    for (int i = 0; i < max; ++i) add();
    EXPECT_TRUE(within_limits(*message).ok()) << field.full_name();
    add();
    const auto over = within_limits(*message);
    ASSERT_FALSE(over.ok()) << field.full_name();
    EXPECT_EQ(over.error().sentence, field.name() + ": " + std::to_string(max + 1) +
                                         " elements, at most " + std::to_string(max));
  });
}

TEST(WithinLimits, TheRefusalNamesThePathToTheField) {
  wire::Command command;
  command.mutable_pause_window()->set_reason(std::string(121, 'x'));
  EXPECT_EQ(within_limits(command).error().sentence, "pause_window.reason: 121 bytes, at most 120");

  wire::Feed feed;
  auto* adopted = feed.mutable_event()->mutable_day_opened()->mutable_catalogue();
  adopted->add_services();
  adopted->add_services()->set_name_zh(std::string(61, 'x'));
  EXPECT_EQ(within_limits(feed).error().sentence,
            "event.day_opened.catalogue.services.name_zh: 61 bytes, at most 60");

  wire::Event event;
  auto* record = event.mutable_device_reported()->mutable_record();
  record->add_facts("paper_low");
  record->add_facts(std::string(41, 'x'));
  EXPECT_EQ(within_limits(event).error().sentence,
            "device_reported.record.facts: 41 bytes, at most 40");
}

// The list of limited fields is made once per message type, while other types are being walked.
TEST(WithinLimits, GivesTheSameAnswerAgain) {
  wire::SnapshotPage page;
  page.mutable_head()->mutable_catalogue()->add_notices()->set_zh(std::string(401, 'x'));
  const std::string first = within_limits(page).error().sentence;
  EXPECT_EQ(first, "head.catalogue.notices.zh: 401 bytes, at most 400");
  EXPECT_EQ(within_limits(page).error().sentence, first);
}

// --------------------------------------------------------------------------------------------
// decode

wire::Command sample_command() {
  wire::Command command;
  command.set_version(kProtocolVersion);
  command.set_hall("binjiang");
  command.set_command_id(std::string(16, '\x01'));
  command.set_deadline_ms(1'747'707'840'000);
  command.set_clerk("0042");
  command.mutable_pause_window()->set_window(3);
  command.mutable_pause_window()->set_reason("换班");
  return command;
}

wire::Event sample_event() {
  wire::Event event;
  event.set_seq(7);
  event.set_prev_seq(6);
  event.set_at_ms(1'747'707'840'000);
  auto* day = event.mutable_day_opened();
  day->set_day(20250520);
  auto* service = day->mutable_catalogue()->add_services();
  service->set_id("social");
  service->set_name_zh("社会保障");
  auto* window = day->mutable_catalogue()->add_windows();
  window->set_window(7);
  window->add_services("social");
  day->add_devices()->add_facts("paper_near_end");
  return event;
}

TEST(Decode, GivesBackWhatWasEncoded) {
  const wire::Command sent = sample_command();
  wire::Command received;
  ASSERT_TRUE(decode(encode(sent), received).ok());
  EXPECT_TRUE(pb::util::MessageDifferencer::Equals(sent, received));
  EXPECT_EQ(encode(received), encode(sent));
}

TEST(Decode, NoBytesAreAnEmptyMessage) {
  wire::Command command = sample_command();
  ASSERT_TRUE(decode("", command).ok());
  EXPECT_EQ(command.ByteSizeLong(), 0u);
}

TEST(Decode, RefusesAFieldOverItsLimitByName) {
  wire::Command command = sample_command();
  command.mutable_pause_window()->set_reason(std::string(500, 'x'));
  wire::Command received;
  const auto refused = decode(encode(command), received);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(refused.error().sentence, "pause_window.reason: 500 bytes, at most 120");
}

// A message of exactly `size` bytes: padding in a field that this version does not know, as a
// newer sender would have it.
std::string padded(size_t size) {
  std::string bytes = encode(sample_command());
  const std::string tag = "\xC2\x3E";  // field 1000, length-delimited
  const size_t payload = size - bytes.size() - tag.size() - 3;
  bytes += tag;
  bytes += static_cast<char>((payload & 0x7F) | 0x80);
  bytes += static_cast<char>((payload >> 7 & 0x7F) | 0x80);
  bytes += static_cast<char>(payload >> 14 & 0x7F);
  bytes.append(payload, '\0');
  HALL_ASSERT(bytes.size() == size);
  return bytes;
}

TEST(Decode, TakesMessagesUpToTheLimitAndNoLonger) {
  wire::Command command;
  ASSERT_TRUE(decode(padded(limits::kMessageBytesMax), command).ok());
  EXPECT_EQ(command.clerk(), "0042");
  const auto over = decode(padded(limits::kMessageBytesMax + 1), command);
  ASSERT_FALSE(over.ok());
  EXPECT_EQ(over.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(over.error().sentence, "65537 bytes, at most 65536");
}

TEST(Decode, RefusesWhatIsNotProtobuf) {
  const std::string_view malformed[] = {
      std::string_view("\xFF\xFF\xFF", 3),  // a tag without an end
      std::string_view("\x12\x05hi", 4),    // a text longer than the rest
      std::string_view("\x00", 1),          // field number 0
      std::string_view("\x0F", 1),          // wire type 7 does not exist
      std::string_view("\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 12),  // 11-byte varint
      std::string_view("\x62\x03\x12\x09x", 5),  // inner text leaves its message
      std::string_view("\x0C", 1),               // the end of no group
  };
  for (const auto bytes : malformed) {
    wire::Command command;
    const auto refused = decode(bytes, command);
    ASSERT_FALSE(refused.ok()) << testing::PrintToString(std::string(bytes));
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
    EXPECT_EQ(refused.error().sentence, "not a Command in protocol buffers");
  }
}

TEST(Decode, RefusesTextThatIsNotUtf8) {
  for (const std::string text :
       {"\xFF", "\xC3\x28", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE6\xBB"}) {
    const std::string bytes = "\x12" + std::string(1, static_cast<char>(text.size())) + text;
    wire::Command command;
    EXPECT_FALSE(decode(bytes, command).ok()) << testing::PrintToString(text);
  }
}

TEST(Decode, TakesAnyBytesWhereTheSchemaSaysBytes) {
  wire::Command command;
  command.set_command_id("\xFF\xFE\xC3\x28");
  wire::Command received;
  ASSERT_TRUE(decode(encode(command), received).ok());
  EXPECT_EQ(received.command_id(), "\xFF\xFE\xC3\x28");
}

// Unknown groups nest without a limit of their own; protobuf's recursion limit must hold.
TEST(Decode, RefusesBottomlessNesting) {
  wire::Command command;
  EXPECT_FALSE(
      decode(std::string(60'000, '\x0B'), command).ok());  // start of group 1, 60,000 times
}

TEST(Decode, EveryTruncationIsEitherRefusedOrStillWithinLimits) {
  const std::string whole = encode(sample_event());
  for (size_t size = 0; size < whole.size(); ++size) {
    wire::Event event;
    if (decode(whole.substr(0, size), event)) {
      EXPECT_TRUE(within_limits(event).ok());
    }
  }
}

// ------------------------------------------------------------------------------------- random
// bytes

void check_never_crashes(std::string_view bytes, pb::Message& message, pb::Message& again) {
  if (!decode(bytes, message)) return;
  ASSERT_TRUE(within_limits(message).ok());
  // What was taken once is taken again: a server may store and forward it.
  const std::string encoded = encode(message);
  if (encoded.size() > limits::kMessageBytesMax) return;
  ASSERT_TRUE(decode(encoded, again).ok());
  ASSERT_EQ(encode(again), encoded);
}

TEST(Decode, RandomBytesNeverCrash) {
  std::mt19937_64 random(20250520);
  wire::Command command, command_again;
  wire::Feed feed, feed_again;
  wire::SnapshotPage page, page_again;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes(random() % 200, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    check_never_crashes(bytes, command, command_again);
    check_never_crashes(bytes, feed, feed_again);
    check_never_crashes(bytes, page, page_again);
  }
}

TEST(Decode, DamagedMessagesNeverCrash) {
  std::mt19937_64 random(20250521);
  const std::string command_bytes = encode(sample_command());
  const std::string event_bytes = encode(sample_event());
  wire::Command command, command_again;
  wire::Event event, event_again;
  const auto damaged = [&random](std::string bytes) {
    for (uint64_t hits = 1 + random() % 4; hits > 0; --hits) {
      const size_t at = random() % bytes.size();
      switch (random() % 4) {
        case 0:
          bytes[at] = static_cast<char>(random());
          break;
        case 1:
          bytes[at] ^= static_cast<char>(1 << random() % 8);
          break;
        case 2:
          bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 16));
          break;
        default:
          bytes.erase(at, 1 + random() % 3);
          break;
      }
      if (bytes.empty()) bytes = "x";
    }
    return bytes;
  };
  for (int i = 0; i < 20'000; ++i) {
    check_never_crashes(damaged(command_bytes), command, command_again);
    check_never_crashes(damaged(event_bytes), event, event_again);
  }
}

}  // namespace
}  // namespace yichuang
