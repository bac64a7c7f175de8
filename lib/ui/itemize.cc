#include "ui/itemize.h"

#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <cstring>

namespace yichuang::ui {

namespace {

// One character with what decides its run.
struct Item {
  UChar32 character = 0;
  UScriptCode script = USCRIPT_COMMON;
  int font = 0;
};

bool is_open_script(UScriptCode script) {
  return script == USCRIPT_COMMON || script == USCRIPT_INHERITED || script == USCRIPT_UNKNOWN;
}

// Marks and joiners belong to the letter before them and cannot change font alone.
bool clings(UChar32 c) {
  const int8_t type = u_charType(c);
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ||
         type == U_COMBINING_SPACING_MARK ||
         u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

// Spaces and punctuation stay in the font of their neighbour if it has them; digits do not, so that
// numerals keep their own font beside Chinese words.
bool prefers_neighbour(const Item& item) {
  return is_open_script(item.script) && u_charType(item.character) != U_DECIMAL_DIGIT_NUMBER;
}

void choose_fonts(std::vector<Item>& items, Face face, FontFiles& fonts) {
  int last = -1;
  for (Item& item : items) {
    const auto c = static_cast<char32_t>(item.character);
    if (last >= 0 &&
        (clings(item.character) || (prefers_neighbour(item) && fonts.has(face, last, c)))) {
      item.font = last;
      continue;
    }
    item.font = std::max(0, fonts.font_for(face, c));  // in no font: the first one's box
    last = item.font;
  }
}

void choose_scripts(std::vector<Item>& items) {
  UScriptCode last = USCRIPT_COMMON;
  for (const Item& item : items) {
    if (!is_open_script(item.script)) {
      last = item.script;  // characters before the first letter take its script
      break;
    }
  }
  for (Item& item : items) {
    if (is_open_script(item.script)) item.script = last;
    last = item.script;
  }
}

std::vector<Item> items_of(const icu::UnicodeString& text, int32_t begin, int32_t length) {
  std::vector<Item> items;
  for (int32_t i = begin; i < begin + length;) {
    const UChar32 c = text.char32At(i);
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &status);
    if (U_FAILURE(status)) script = USCRIPT_COMMON;
    items.push_back({c, script, 0});
    i += U16_LENGTH(c);
  }
  return items;
}

Run begin_run(const Item& item, bool right_to_left) {
  Run run;
  run.font = item.font;
  run.right_to_left = right_to_left;
  const char* tag = uscript_getShortName(item.script);
  if (tag && std::strlen(tag) == 4) std::memcpy(run.script, tag, 5);
  return run;
}

// The runs of one stretch of one direction, in visual order.
void add_runs(const std::vector<Item>& items, bool right_to_left, std::vector<Run>& out) {
  const size_t first = out.size();
  const Item* before = nullptr;
  for (const Item& item : items) {
    if (!before || before->font != item.font || before->script != item.script) {
      out.push_back(begin_run(item, right_to_left));
    }
    icu::UnicodeString(item.character).toUTF8String(out.back().text);
    before = &item;
  }
  if (right_to_left) std::reverse(out.begin() + static_cast<ptrdiff_t>(first), out.end());
}

// A line has no breaks and no tabs; other control characters have no picture.
void flatten(icu::UnicodeString& text) {
  for (int32_t i = 0; i < text.length(); ++i) {
    if (text[i] < 0x20 || text[i] == 0x7F) text.setCharAt(i, ' ');
  }
}

UBiDiLevel paragraph_level(Direction direction) {
  switch (direction) {
    case Direction::kLeftToRight:
      return 0;
    case Direction::kRightToLeft:
      return 1;
    case Direction::kAuto:
      break;
  }
  return UBIDI_DEFAULT_LTR;
}

}  // namespace

std::vector<Run> itemize(std::string_view line, Face face, Direction direction, FontFiles& fonts) {
  std::vector<Run> out;
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(line.data(), static_cast<int32_t>(line.size())));
  if (text.isEmpty()) return out;
  flatten(text);
  UErrorCode status = U_ZERO_ERROR;
  icu::LocalUBiDiPointer bidi(ubidi_open());
  ubidi_setPara(bidi.getAlias(), text.getBuffer(), text.length(), paragraph_level(direction),
                nullptr, &status);
  const int32_t stretches = ubidi_countRuns(bidi.getAlias(), &status);
  HALL_ASSERT(U_SUCCESS(status));
  for (int32_t i = 0; i < stretches; ++i) {
    int32_t begin = 0;
    int32_t length = 0;
    const bool right_to_left = ubidi_getVisualRun(bidi.getAlias(), i, &begin, &length) == UBIDI_RTL;
    std::vector<Item> items = items_of(text, begin, length);
    choose_fonts(items, face, fonts);
    choose_scripts(items);
    add_runs(items, right_to_left, out);
  }
  return out;
}

}  // namespace yichuang::ui
