// LedProfile: what a model of LED text sign shows and how it is spoken to over a serial line, as
// data. Read from quirks/led/*.conf, whose keys quirks/README.md explains. Plain data, read once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yichuang {

enum class LedEncoding { kAscii, kGbk, kUtf8 };
enum class LedLength { kNone, kU8, kU16Big, kU16Little };
enum class LedChecksum { kNone, kSum8, kXor8, kCrc16Modbus };

// A piece of a frame, in the order in which they are sent.
struct LedPart {
  enum class Kind { kBytes, kAddress, kLength, kText, kChecksum };
  Kind kind = Kind::kText;
  std::vector<uint8_t> bytes{};  // of kBytes
  friend bool operator==(const LedPart&, const LedPart&) = default;
};

struct LedProfile {
  std::string name;
  int baud = 9600;        // one of serial_link.h's; always 8N1
  size_t cells = 16;      // of half a Chinese character's width
  bool scrolls = false;   // by itself, whatever is longer than its cells
  size_t max_bytes = 64;  // of a text as encoded, before escaping
  LedEncoding encoding = LedEncoding::kGbk;
  int page_ms = 3000;                   // each page of a longer text
  int repeat_ms = 30'000;               // what is shown is sent again; 0: never
  std::vector<LedPart> frame;           // one kText, of the others at most one
  uint8_t address = 1;                  // of kAddress
  LedLength length = LedLength::kNone;  // of the text, in bytes before escaping
  uint8_t length_adds = 0;              // what the length counts besides
  LedChecksum checksum = LedChecksum::kNone;
  size_t checksum_from = 0;  // the part of the frame where it begins to count
  std::map<uint8_t, std::vector<uint8_t>> escape{};  // a byte, and the two that stand for it
  std::vector<uint8_t> ack{};  // what the sign answers to a frame; empty: nothing
  int ack_ms = 500;            // how long it may take, after the frame's last bit
  int retries = 2;             // of a frame that it does not answer

  bool has(LedPart::Kind kind) const;
};

class LedProfiles {
 public:
  // Every *.conf of a folder, in order of name. Errors: kInvalid naming file, line, key and what
  // was expected, or whatever keeps the folder or a file from being read.
  static Result<LedProfiles> load(const std::filesystem::path& folder);
  // The same from one file's text; `name` stands in messages where its path would.
  static Result<LedProfiles> parse(std::string_view text, std::string name);

  // Null if no file has it.
  const LedProfile* find(std::string_view name) const;
  // "framed, plain", for messages.
  std::string names() const;
  const std::vector<LedProfile>& all() const { return profiles_; }

 private:
  std::vector<LedProfile> profiles_;
};

}  // namespace yichuang
