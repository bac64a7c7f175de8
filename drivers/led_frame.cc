#include "drivers/led_frame.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/assert.h"
#include "drivers/gbk.h"
#include "drivers/limits.h"

namespace yichuang {
namespace {

using Bytes = std::vector<uint8_t>;

// A frame is one write: each byte of the text escaped, and the marks around it.
static_assert(2 * (limits::kLedTextBytesMax + 8) +
                  limits::kLedPartsMax * 2 * limits::kLedMarkBytesMax <=
              limits::kLinkWriteBytesMax);

// The first character of a text that is not empty; a byte that begins none counts as one.
std::string_view first_character(std::string_view utf8) {
  const auto lead = static_cast<uint8_t>(utf8.front());
  const size_t size = lead < 0x80 ? 1 : lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (size > utf8.size()) return utf8.substr(0, 1);
  const std::string_view rest = utf8.substr(1, size - 1);
  const bool whole =
      std::ranges::all_of(rest, [](char c) { return (static_cast<uint8_t>(c) & 0xC0) == 0x80; });
  return utf8.substr(0, whole ? size : 1);
}

template <class Take>
void each_character(std::string_view utf8, const Take& take) {
  while (!utf8.empty()) {
    const std::string_view character = first_character(utf8);
    take(character);
    utf8.remove_prefix(character.size());
  }
}

bool is_ascii(std::string_view character) {
  return character.size() == 1 && static_cast<uint8_t>(character.front()) < 0x80;
}

bool is_control(std::string_view character) {
  const auto byte = static_cast<uint8_t>(character.front());
  // C0, DEL, and C1 (U+0080 to U+009F).
  return byte < 0x20 || byte == 0x7F ||
         (character.size() == 2 && byte == 0xC2 && static_cast<uint8_t>(character[1]) < 0xA0);
}

bool has_character(LedEncoding encoding, std::string_view character) {
  if (is_ascii(character)) return true;
  switch (encoding) {
    case LedEncoding::kAscii:
      return false;
    case LedEncoding::kGbk:
      return to_gbk(character).has_value();
    case LedEncoding::kUtf8:
      return character.size() > 1;
  }
  return false;
}

// Whether the sign would take it for the frame's beginning or end. Letters and digits are let
// through: a number must never become another.
bool is_mark(const LedProfile& profile, std::string_view character) {
  const auto byte = static_cast<uint8_t>(character.front());
  if (!is_ascii(character) || std::isalnum(byte) != 0 || profile.escape.contains(byte))
    return false;
  const auto begins = [&](const LedPart& part) {
    return part.kind == LedPart::Kind::kBytes && part.bytes.front() == byte;
  };
  return begins(profile.frame.front()) || begins(profile.frame.back());
}

std::string without_marks(const LedProfile& profile, std::string_view utf8) {
  std::string text;
  each_character(utf8, [&](std::string_view character) {
    text += is_control(character) || is_mark(profile, character) ? " " : character;
  });
  return text;
}

// Of texts that led_text() gave: GBK has one byte for each cell.
size_t encoded_bytes(const LedProfile& profile, std::string_view text) {
  return profile.encoding == LedEncoding::kGbk ? led_cells(text) : text.size();
}

bool fits(const LedProfile& profile, std::string_view text) {
  return (profile.scrolls || led_cells(text) <= profile.cells) &&
         encoded_bytes(profile, text) <= profile.max_bytes;
}

// Of a text that led_text() gave.
std::string encoded(const LedProfile& profile, const std::string& text) {
  if (profile.encoding != LedEncoding::kGbk) return text;
  auto gbk = to_gbk(text);
  HALL_ASSERT(gbk.has_value());
  return std::move(*gbk);
}

// --- Pages -----------------------------------------------------------------------------------

// What a page may not begin with, and behind which it may well end.
bool is_punctuation(std::string_view character) {
  static constexpr std::array<std::string_view, 26> kMarks = {
      ",",  ".",  ";",  ":",  "!",  "?",  ")", "]", "-", "，", "。", "、", "；",
      "：", "！", "？", "）", "】", "》", "”", "’", "·", "…",  "—",  "→",  "/"};
  return std::ranges::find(kMarks, character) != kMarks.end();
}

// What a page may not end with.
bool is_opening(std::string_view character) {
  static constexpr std::array<std::string_view, 7> kMarks = {"(", "[", "（", "【", "《", "“", "‘"};
  return std::ranges::find(kMarks, character) != kMarks.end();
}

// What is broken only if it must be: a word of ASCII, or one other character; with the punctuation
// and the blanks behind it.
struct Atom {
  std::string text;
  bool ends_well = false;  // in a blank or punctuation
};

std::vector<Atom> atoms_of(std::string_view text) {
  std::vector<Atom> atoms;
  bool word = false;  // the last atom is a word that may go on
  each_character(text, [&](std::string_view character) {
    const bool blank = character == " ";
    const bool mark = is_punctuation(character);
    if (!atoms.empty() && is_opening(atoms.back().text)) {
      atoms.back().text += character;
      word = is_ascii(character);
    } else if (!atoms.empty() && blank) {
      atoms.back().text += character;
      atoms.back().ends_well = true;
      word = false;
    } else if (!atoms.empty() && (mark || (word && is_ascii(character))) &&
               !atoms.back().text.ends_with(' ')) {
      atoms.back().text += character;
      // "10:40" and "3.5" go on behind their marks.
      word = word && is_ascii(character);
      atoms.back().ends_well = mark && !word;
    } else {
      atoms.push_back({std::string(character), blank});
      word = is_ascii(character) && !blank;
    }
  });
  return atoms;
}

std::string trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

// An atom that is no page, character by character.
std::vector<Atom> apart(const Atom& atom) {
  std::vector<Atom> pieces;
  each_character(atom.text, [&](std::string_view character) {
    pieces.push_back({std::string(character), false});
  });
  pieces.back().ends_well = atom.ends_well;
  return pieces;
}

}  // namespace

std::string led_text(const LedProfile& profile, std::string_view utf8) {
  const std::string plain = without_marks(profile, utf8);
  if (led_can_show(profile, plain)) return plain;
  std::string text;
  each_character(plain, [&](std::string_view character) {
    text += has_character(profile.encoding, character) ? character : "?";
  });
  return text;
}

bool led_can_show(const LedProfile& profile, std::string_view utf8) {
  if (profile.encoding == LedEncoding::kGbk)
    return to_gbk(without_marks(profile, utf8)).has_value();
  bool all = true;
  each_character(utf8, [&](std::string_view character) {
    all = all && has_character(profile.encoding, character);
  });
  return all;
}

size_t led_cells(std::string_view utf8) {
  size_t cells = 0;
  each_character(utf8, [&](std::string_view character) { cells += is_ascii(character) ? 1 : 2; });
  return cells;
}

bool led_fits(const LedProfile& profile, std::string_view utf8) {
  return fits(profile, led_text(profile, utf8));
}

std::vector<std::string> led_pages(const LedProfile& profile, std::string_view utf8) {
  std::vector<Atom> atoms;
  for (Atom& atom : atoms_of(led_text(profile, utf8))) {
    if (fits(profile, trimmed(atom.text))) {
      atoms.push_back(std::move(atom));
    } else {
      const std::vector<Atom> pieces = apart(atom);
      atoms.insert(atoms.end(), pieces.begin(), pieces.end());
    }
  }
  std::vector<std::string> pages;
  for (size_t begin = 0; begin < atoms.size();) {
    std::string page;
    size_t end = begin;       // behind the last atom that fits
    size_t good_end = begin;  // behind the last that fits and ends well
    while (end < atoms.size() && fits(profile, trimmed(page + atoms[end].text))) {
      page += atoms[end].text;
      ++end;
      if (atoms[end - 1].ends_well) good_end = end;
    }
    HALL_ASSERT(end > begin);  // the smallest sign has room for any one character
    if (end < atoms.size() && good_end > begin) end = good_end;
    page.clear();
    for (; begin < end; ++begin) page += atoms[begin].text;
    page = trimmed(page);
    if (!page.empty()) pages.push_back(std::move(page));
  }
  return pages;
}

// --- Frames ----------------------------------------------------------------------------------

namespace {

void add_length(const LedProfile& profile, size_t value, Bytes& out) {
  const auto low = static_cast<uint8_t>(value & 0xFF);
  const auto high = static_cast<uint8_t>(value >> 8);
  switch (profile.length) {
    case LedLength::kNone:
      return;
    case LedLength::kU8:
      return out.push_back(low);
    case LedLength::kU16Big:
      out.insert(out.end(), {high, low});
      return;
    case LedLength::kU16Little:
      out.insert(out.end(), {low, high});
      return;
  }
}

void add_checksum(LedChecksum checksum, const Bytes& bytes, size_t from, Bytes& out) {
  uint8_t sum = 0;
  switch (checksum) {
    case LedChecksum::kNone:
      return;
    case LedChecksum::kSum8:
      for (size_t i = from; i < bytes.size(); ++i) sum = static_cast<uint8_t>(sum + bytes[i]);
      return out.push_back(sum);
    case LedChecksum::kXor8:
      for (size_t i = from; i < bytes.size(); ++i) sum ^= bytes[i];
      return out.push_back(sum);
    case LedChecksum::kCrc16Modbus: {
      const uint16_t crc = crc16_modbus(bytes.data() + from, bytes.size() - from);
      out.insert(out.end(), {static_cast<uint8_t>(crc & 0xFF), static_cast<uint8_t>(crc >> 8)});
      return;
    }
  }
}

// The part's bytes before escaping. `before`: those of the parts before it; `counted_from`: where
// in them the checksum begins.
Bytes bytes_of(const LedProfile& profile, const LedPart& part, const std::string& text,
               const Bytes& before, size_t counted_from) {
  Bytes bytes;
  switch (part.kind) {
    case LedPart::Kind::kBytes:
      return part.bytes;
    case LedPart::Kind::kAddress:
      return {profile.address};
    case LedPart::Kind::kLength:
      add_length(profile, text.size() + profile.length_adds, bytes);
      return bytes;
    case LedPart::Kind::kText:
      return {text.begin(), text.end()};
    case LedPart::Kind::kChecksum:
      add_checksum(profile.checksum, before, counted_from, bytes);
      return bytes;
  }
  return bytes;
}

void add_escaped(const LedProfile& profile, const Bytes& bytes, Bytes& out) {
  for (const uint8_t byte : bytes) {
    const auto found = profile.escape.find(byte);
    if (found == profile.escape.end()) {
      out.push_back(byte);
    } else {
      out.insert(out.end(), found->second.begin(), found->second.end());
    }
  }
}

}  // namespace

uint16_t crc16_modbus(const uint8_t* bytes, size_t count) {
  uint16_t crc = 0xFFFF;
  for (size_t i = 0; i < count; ++i) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; ++bit)
      crc = static_cast<uint16_t>((crc & 1) != 0 ? (crc >> 1) ^ 0xA001 : crc >> 1);
  }
  return crc;
}

Result<std::vector<uint8_t>> led_frame(const LedProfile& profile, std::string_view utf8) {
  const std::string text = encoded(profile, led_text(profile, utf8));
  const size_t length = text.size() + profile.length_adds;
  if (text.size() > profile.max_bytes || (profile.length == LedLength::kU8 && length > 255)) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("a text of {} bytes for a sign ({}) that takes {}; show it in pages",
                             text.size(), profile.name, profile.max_bytes)};
  }
  Bytes plain;  // what the checksum is over
  Bytes frame;
  size_t counted_from = 0;
  for (size_t i = 0; i < profile.frame.size(); ++i) {
    if (i == profile.checksum_from) counted_from = plain.size();
    const LedPart& part = profile.frame[i];
    const Bytes bytes = bytes_of(profile, part, text, plain, counted_from);
    plain.insert(plain.end(), bytes.begin(), bytes.end());
    const bool edge = i == 0 || i + 1 == profile.frame.size();
    if (edge && part.kind == LedPart::Kind::kBytes) {
      frame.insert(frame.end(), bytes.begin(), bytes.end());
    } else {
      add_escaped(profile, bytes, frame);
    }
  }
  if (frame.empty())
    return Error{ErrorCode::kInvalid,
                 fmt::format("an empty text for a sign ({}) whose frame is the text alone; show a "
                             "blank",
                             profile.name)};
  return frame;
}

}  // namespace yichuang
