#include "drivers/led_profile.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "base/config.h"
#include "base/file.h"
#include "drivers/led_session.h"
#include "drivers/limits.h"
#include "drivers/profile.h"
#include "drivers/serial_link.h"

namespace yichuang {
namespace {

using Kind = LedPart::Kind;
using Bytes = std::vector<uint8_t>;

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return {};
}

// "02 1B", "021b": at least one byte, at most limits::kLedMarkBytesMax; blanks between bytes only.
std::optional<Bytes> parse_hex(std::string_view text) {
  Bytes bytes;
  for (size_t i = 0; i < text.size();) {
    if (text[i] == ' ') {
      ++i;
      continue;
    }
    if (i + 1 >= text.size()) return {};
    const auto high = hex_digit(text[i]);
    const auto low = hex_digit(text[i + 1]);
    if (!high || !low || bytes.size() == limits::kLedMarkBytesMax) return {};
    bytes.push_back(static_cast<uint8_t>(*high * 16 + *low));
    i += 2;
  }
  if (bytes.empty()) return {};
  return bytes;
}

// One of a few words. The problem of a wrong one lists them.
template <class Value, size_t kCount>
Value word(const ConfigTable& table, const char* key, Value fallback,
           const std::array<std::pair<const char*, Value>, kCount>& words) {
  if (!table.has(key)) return fallback;
  const std::string text = table.text(key);
  std::string expected;
  for (const auto& [name, value] : words) {
    if (text == name) return value;
    expected += fmt::format("{}\"{}\"", expected.empty() ? "" : ", ", name);
  }
  if (!table.is_wrong(key)) table.problem(key, "one of " + expected);
  return fallback;
}

LedEncoding read_encoding(const ConfigTable& table) {
  return word<LedEncoding, 3>(table, "encoding", LedEncoding::kGbk,
                              {{{"ascii", LedEncoding::kAscii},
                                {"gbk", LedEncoding::kGbk},
                                {"utf-8", LedEncoding::kUtf8}}});
}

int read_baud(const ConfigTable& table) {
  const auto baud = static_cast<int>(table.integer_or("baud", 9600, 1, 1'000'000));
  if (!table.is_wrong("baud") && std::ranges::find(kSerialBauds, baud) == kSerialBauds.end())
    table.problem("baud", fmt::format("{}, found {}", serial_baud_names(), baud));
  return baud;
}

std::vector<LedPart> read_frame(const ConfigTable& table) {
  std::vector<LedPart> parts;
  if (!table.has("frame")) {
    table.problem("frame", "the parts of a frame, as [\"text\", \"0D 0A\"], found nothing");
    return parts;
  }
  for (const std::string& text : table.texts("frame", limits::kLedPartsMax)) {
    LedPart part;
    if (text == "address") {
      part.kind = Kind::kAddress;
    } else if (text == "length") {
      part.kind = Kind::kLength;
    } else if (text == "checksum") {
      part.kind = Kind::kChecksum;
    } else if (text != "text") {
      const auto bytes = parse_hex(text);
      if (!bytes) {
        table.problem("frame", fmt::format("\"address\", \"length\", \"text\", \"checksum\" or 1 "
                                           "to {} hexadecimal bytes, found \"{}\"",
                                           limits::kLedMarkBytesMax, text));
        return parts;
      }
      part = {Kind::kBytes, *bytes};
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

size_t count_of(const std::vector<LedPart>& frame, Kind kind) {
  return static_cast<size_t>(std::ranges::count(frame, kind, &LedPart::kind));
}

// A word of the frame needs its key, and the key needs the word.
void check_pair(const ConfigTable& table, const LedProfile& profile, Kind kind, const char* key,
                bool chosen) {
  if (table.is_wrong(key)) return;
  const bool there = profile.has(kind);
  if (there && !chosen) {
    table.problem("frame", fmt::format("no \"{0}\" while `{0}` is \"none\"", key));
  } else if (!there && chosen) {
    table.problem(key, fmt::format("\"none\" while the frame has no \"{}\"", key));
  }
}

void check_frame(const ConfigTable& table, const LedProfile& profile) {
  if (table.is_wrong("frame")) return;
  if (count_of(profile.frame, Kind::kText) != 1) return table.problem("frame", "\"text\", once");
  for (const Kind kind : {Kind::kAddress, Kind::kLength, Kind::kChecksum}) {
    if (count_of(profile.frame, kind) > 1)
      return table.problem("frame", "\"address\", \"length\" and \"checksum\" at most once each");
  }
  check_pair(table, profile, Kind::kLength, "length", profile.length != LedLength::kNone);
  check_pair(table, profile, Kind::kChecksum, "checksum", profile.checksum != LedChecksum::kNone);
  if (table.has("address") && !profile.has(Kind::kAddress))
    table.problem("address", "no address while the frame has no \"address\"");
  // Other signs than letters and digits are blanked (led_text).
  const LedPart& end = profile.frame.back();
  if (end.kind == Kind::kBytes && std::isalnum(end.bytes.front()) != 0 &&
      !profile.escape.contains(end.bytes.front()))
    table.problem("frame", fmt::format("an end that no number has, found {:02X}; or escape it",
                                       end.bytes.front()));
}

// What the length says has to fit into it, for the longest text.
void check_length(const ConfigTable& table, const LedProfile& profile) {
  if (table.has("length_adds") && profile.length == LedLength::kNone)
    table.problem("length_adds", "no such key while there is no `length`");
  const size_t most = 255U - profile.length_adds;
  if (profile.length == LedLength::kU8 && profile.max_bytes > most && !table.is_wrong("max_bytes"))
    table.problem("max_bytes",
                  fmt::format("at most {}, for the frame's length is one byte and counts {} bytes "
                              "besides the text, found {}",
                              most, profile.length_adds, profile.max_bytes));
}

void check_checksum(const ConfigTable& table, const LedProfile& profile) {
  if (table.has("checksum_from") && profile.checksum == LedChecksum::kNone)
    table.problem("checksum_from", "no such key while there is no `checksum`");
  const auto at = std::ranges::find(profile.frame, Kind::kChecksum, &LedPart::kind);
  if (at == profile.frame.end() || table.is_wrong("checksum_from")) return;
  const auto before = static_cast<size_t>(at - profile.frame.begin());
  const auto text = std::ranges::find(profile.frame, Kind::kText, &LedPart::kind);
  if (text > at) return table.problem("frame", "\"checksum\" behind \"text\"");
  if (profile.checksum_from >= before)
    table.problem("checksum_from",
                  fmt::format("a part of the frame before the checksum, 0 to {}", before - 1));
}

void read_escape(const ConfigTable& table, LedProfile& profile) {
  for (const std::string& text : table.texts("escape", limits::kLedEscapesMax)) {
    const size_t equals = std::min(text.find('='), text.size());
    const auto byte = parse_hex(std::string_view(text).substr(0, equals));
    const auto pair = parse_hex(std::string_view(text).substr(std::min(equals + 1, text.size())));
    if (!byte || byte->size() != 1 || !pair || pair->size() != 2)
      return table.problem("escape", fmt::format("a byte and the two that stand for it, as "
                                                 "\"02=1BE7\", found \"{}\"",
                                                 text));
    if (!profile.escape.emplace(byte->front(), *pair).second)
      return table.problem("escape",
                           fmt::format("each byte once, found {:02X} again", byte->front()));
  }
  std::map<Bytes, uint8_t> stands_for;
  for (const auto& [byte, pair] : profile.escape) {
    // Else nobody could tell an escaped byte from the same two as they are.
    if (!profile.escape.contains(pair.front()))
      return table.problem("escape", fmt::format("{:02X}, which begins what stands for {:02X}, "
                                                 "escaped too",
                                                 pair.front(), byte));
    // Doubling (10=1010) is usual; another byte that is escaped may be a mark of the frame.
    if (pair.back() != byte && profile.escape.contains(pair.back()))
      return table.problem("escape", fmt::format("{:02X}'s second byte not escaped itself, as "
                                                 "{:02X} is",
                                                 byte, pair.back()));
    const auto [other, is_new] = stands_for.emplace(pair, byte);
    if (!is_new)
      return table.problem("escape", fmt::format("each pair once, for {:02X} and {:02X} have the "
                                                 "same",
                                                 other->second, byte));
  }
}

void read_ack(const ConfigTable& table, LedProfile& profile) {
  if (table.has("ack")) {
    const std::string text = table.text("ack");
    const auto bytes = parse_hex(text);
    if (bytes) {
      profile.ack = *bytes;
    } else if (!table.is_wrong("ack")) {
      table.problem("ack", fmt::format("1 to {} hexadecimal bytes, found \"{}\"",
                                       limits::kLedMarkBytesMax, text));
    }
  } else {
    for (const char* key : {"ack_ms", "retries"})
      if (table.has(key)) table.problem(key, "no such key while there is no `ack`");
  }
  // The lines of addressed signs often have two wires and an echo.
  if (profile.ack.size() == 1 && profile.has(Kind::kAddress))
    table.problem("ack",
                  "two bytes or more: the echo of a frame, with its address and length, could pass "
                  "for one");
  profile.ack_ms = static_cast<int>(table.integer_or("ack_ms", profile.ack_ms, 50, 2000));
  profile.retries = static_cast<int>(table.integer_or("retries", profile.retries, 0, 5));
}

// A frame that is under way keeps the next call waiting, and so may its answer.
void check_time(const ConfigTable& table, const LedProfile& profile) {
  const size_t cell_bytes = profile.encoding == LedEncoding::kUtf8 ? 2 : 1;
  size_t bytes =
      profile.scrolls ? profile.max_bytes : std::min(profile.max_bytes, profile.cells * cell_bytes);
  for (const LedPart& part : profile.frame)
    bytes += part.kind == Kind::kBytes ? part.bytes.size() : part.kind == Kind::kText ? 0 : 2;
  const int64_t most_ms = profile.ack.empty() ? limits::kLedFrameMsMax : limits::kLedAskedMsMax;
  const int64_t takes_ms = LedSession::line_ms(bytes, profile.baud);
  if (takes_ms > most_ms && !table.is_wrong("baud"))
    table.problem("baud", fmt::format("a faster one, or fewer `max_bytes`: a frame takes {} ms, "
                                      "and a call waits for it at most {}",
                                      takes_ms, most_ms));
}

LedProfile read_profile(const ConfigTable& table) {
  LedProfile profile;
  const auto size = [&](const char* key, size_t fallback, size_t min, size_t max) {
    return static_cast<size_t>(table.integer_or(
        key, static_cast<int64_t>(fallback), static_cast<int64_t>(min), static_cast<int64_t>(max)));
  };
  profile.name = table.text("name", 40);
  profile.baud = read_baud(table);
  profile.cells = size("cells", profile.cells, limits::kLedCellsMin, limits::kLedCellsMax);
  profile.scrolls = table.boolean_or("scrolls", profile.scrolls);
  profile.max_bytes =
      size("max_bytes", profile.max_bytes, limits::kLedTextBytesMin, limits::kLedTextBytesMax);
  profile.encoding = read_encoding(table);
  profile.page_ms = static_cast<int>(table.integer_or("page_ms", profile.page_ms, 500, 60'000));
  profile.repeat_ms = 1000 * static_cast<int>(table.integer_or("repeat_seconds",
                                                               profile.repeat_ms / 1000, 0, 3600));
  profile.frame = read_frame(table);
  profile.address = static_cast<uint8_t>(table.integer_or("address", profile.address, 0, 255));
  profile.length = word<LedLength, 4>(table, "length", LedLength::kNone,
                                      {{{"none", LedLength::kNone},
                                        {"u8", LedLength::kU8},
                                        {"u16-big", LedLength::kU16Big},
                                        {"u16-little", LedLength::kU16Little}}});
  profile.length_adds = static_cast<uint8_t>(table.integer_or("length_adds", 0, 0, 200));
  profile.checksum = word<LedChecksum, 4>(table, "checksum", LedChecksum::kNone,
                                          {{{"none", LedChecksum::kNone},
                                            {"sum8", LedChecksum::kSum8},
                                            {"xor8", LedChecksum::kXor8},
                                            {"crc16-modbus", LedChecksum::kCrc16Modbus}}});
  profile.checksum_from = size("checksum_from", 0, 0, limits::kLedPartsMax);
  read_escape(table, profile);
  read_ack(table, profile);
  check_frame(table, profile);
  check_length(table, profile);
  check_checksum(table, profile);
  check_time(table, profile);
  return profile;
}

}  // namespace

bool LedProfile::has(LedPart::Kind kind) const { return count_of(frame, kind) > 0; }

Result<LedProfiles> LedProfiles::parse(std::string_view text, std::string name) {
  auto file = Config::parse(text, std::move(name));
  if (!file) return file.error();
  LedProfiles profiles;
  for (const ConfigTable& table : file->root().tables("sign", limits::kProfilesMax)) {
    LedProfile profile = read_profile(table);
    if (profiles.find(profile.name) != nullptr && !table.is_wrong("name"))
      table.problem("name", fmt::format("another name, for \"{}\" is one already", profile.name));
    profiles.profiles_.push_back(std::move(profile));
  }
  if (auto ok = file->finish(); !ok) return ok.error();
  return profiles;
}

Result<LedProfiles> LedProfiles::load(const std::filesystem::path& folder) {
  const auto paths = profile_files(folder);
  if (!paths) return paths.error();
  LedProfiles all;
  for (const auto& path : *paths) {
    auto text = read_file(path, limits::kProfileFileBytesMax);
    if (!text) return text.error();
    auto some = parse(*text, path.string());
    if (!some) return some.error();
    for (LedProfile& profile : some->profiles_) {
      if (all.find(profile.name) != nullptr)
        return Error{ErrorCode::kInvalid,
                     fmt::format("{}: sign.name: expected another name, for \"{}\" is in another "
                                 "file of the folder",
                                 path.string(), profile.name)};
      all.profiles_.push_back(std::move(profile));
    }
  }
  return all;
}

const LedProfile* LedProfiles::find(std::string_view name) const {
  const auto found = std::ranges::find(profiles_, name, &LedProfile::name);
  return found == profiles_.end() ? nullptr : &*found;
}

std::string LedProfiles::names() const {
  std::string names;
  for (const LedProfile& profile : profiles_) names += (names.empty() ? "" : ", ") + profile.name;
  return names;
}

}  // namespace yichuang
