// What a kiosk and its helper process scan-worker say to each other: one message a packet of a
// SOCK_SEQPACKET pair, a byte for its kind and then a plain structure, or rows. Both ends are of
// one build on one machine, so the structures are sent as they lie in memory. The helper's word is
// checked all the same: a backend may have written anywhere in it.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "drivers/limits.h"

namespace yichuang::scan_wire {

enum class Kind : uint8_t {
  // To the helper.
  kOpen = 1,    // Open
  kScan = 2,    // Scan
  kCancel = 3,  // nothing
  kCheck = 4,   // nothing: say Facts, or Opened if the scanner has gone
  kReopen = 5,  // nothing: is it still there? Opened
  kList = 6,    // nothing
  // From the helper.
  kOpened = 65,   // Opened
  kFacts = 66,    // Facts
  kPage = 67,     // Page
  kRows = 68,     // bytes
  kPageEnd = 69,  // nothing
  kEnd = 70,      // End
  kDevice = 71,   // Device
  kListed = 72,   // nothing
};

struct Open {
  char name[200];  // of SANE: "airscan:e0:Reception"
};

struct Scan {
  uint8_t source;  // ScanSource
  uint8_t colour;
  uint8_t preview;
  uint8_t unused;
  uint16_t dpi;  // 0: as it is
  uint16_t pages_max;
  uint16_t width_mm;  // 0: all
  uint16_t height_mm;
};

struct Opened {
  uint8_t reason;   // ScanReason: kNone, kAway, kBusy
  uint8_t sources;  // a bit for each ScanSource
  uint8_t grey;
  uint8_t colour;
  uint8_t tells;  // kCheck is worth asking
  uint8_t dpi_count;
  uint16_t dpi[limits::kScannerDpiMax];  // ascending
  uint16_t dpi_min;
  uint16_t dpi_max;
  uint16_t width_mm;
  uint16_t height_mm;
};

struct Facts {
  uint8_t cover_open;
  uint8_t jammed;
  uint8_t stopped;
  uint8_t paper_loaded;
};

struct Page {
  int32_t width_px;
  int32_t lines;
  int32_t bytes_per_line;
  uint16_t dpi;
  uint8_t colour;
  uint8_t unused;
};

struct End {
  uint16_t pages;
  uint8_t reason;  // ScanReason
  uint8_t unused;
};

struct Device {
  char name[200];
  char vendor[64];
  char model[64];
  char type[64];
};

inline std::vector<uint8_t> message(Kind kind) { return {static_cast<uint8_t>(kind)}; }

template <class Body>
std::vector<uint8_t> message(Kind kind, const Body& body) {
  static_assert(std::is_trivially_copyable_v<Body>);
  std::vector<uint8_t> bytes(1 + sizeof(Body));
  bytes[0] = static_cast<uint8_t>(kind);
  std::memcpy(bytes.data() + 1, &body, sizeof(Body));
  return bytes;
}

// The body of a message, if it has the right size.
template <class Body>
std::optional<Body> body_of(std::span<const uint8_t> bytes) {
  static_assert(std::is_trivially_copyable_v<Body>);
  if (bytes.size() != 1 + sizeof(Body)) return {};
  Body body;
  std::memcpy(&body, bytes.data() + 1, sizeof(Body));
  return body;
}

// Text in and out of a structure: cut to its room, always ended.
template <size_t kRoom>
void put_text(char (&room)[kRoom], std::string_view text) {
  const size_t count = text.substr(0, kRoom - 1).copy(room, kRoom - 1);
  std::memset(room + count, 0, kRoom - count);
}
template <size_t kRoom>
std::string text_in(const char (&room)[kRoom]) {
  std::string text(room, strnlen(room, kRoom));
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = '?';
  return text;
}

}  // namespace yichuang::scan_wire
