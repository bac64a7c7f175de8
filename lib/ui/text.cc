#include "ui/text.h"

#include <SDL_ttf.h>
#include <unicode/brkiter.h>
#include <unicode/ubidi.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "ui/fonts.h"
#include "ui/itemize.h"

namespace yichuang::ui {

namespace {

constexpr std::string_view kEllipsis = "…";

// Valid UTF-8 of at most kTextBytesMax bytes, cut between characters: offsets found by ICU in the
// one are offsets in the other.
std::string cleaned(std::string_view text) {
  size_t end = std::min(text.size(), kTextBytesMax);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  std::string out;
  icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(end)))
      .toUTF8String(out);
  return out;
}

std::string_view without_trailing_space(std::string_view text) {
  const size_t end = text.find_last_not_of(" \t\r\n");
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end + 1);
}

_TTF_Font* shaper(FontFiles& files, Face face, const Run& run, int size_px) {
  TTF_Font* font = files.sized(face, run.font, size_px);
  TTF_SetFontDirection(font, run.right_to_left ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
  TTF_SetFontScriptName(font, run.script);
  return font;
}

std::unique_ptr<icu::BreakIterator> breaks(bool lines) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale locale("zh", "CN");
  std::unique_ptr<icu::BreakIterator> out(
      lines ? icu::BreakIterator::createLineInstance(locale, status)
            : icu::BreakIterator::createCharacterInstance(locale, status));
  HALL_ASSERT(U_SUCCESS(status) && out);
  return out;
}

// Byte offsets of the ends of the pieces that `iterator` finds in `text`.
std::vector<size_t> piece_ends(icu::BreakIterator& iterator, std::string_view text) {
  const auto wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  iterator.setText(wide);
  std::vector<size_t> ends;
  size_t bytes = 0;
  int32_t at = iterator.first();
  for (int32_t next = iterator.next(); next != icu::BreakIterator::DONE; next = iterator.next()) {
    std::string piece;
    wide.tempSubStringBetween(at, next).toUTF8String(piece);
    bytes += piece.size();
    ends.push_back(bytes);
    at = next;
  }
  return ends;
}

// Puts a run's white picture (ARGB) into the line at `x`, where it may overlap its neighbour's
// overhang.
void paste(Mask& line, const SDL_Surface* run, int x, int y) {
  const int columns = std::min(run->w, line.width - x);
  const int rows = std::min(run->h, line.height - y);
  for (int row = 0; row < rows; ++row) {
    const auto* from = reinterpret_cast<const uint32_t*>(static_cast<const uint8_t*>(run->pixels) +
                                                         static_cast<ptrdiff_t>(row) * run->pitch);
    uint8_t* to = line.row(y + row) + x;
    for (int i = 0; i < columns; ++i) to[i] = std::max(to[i], static_cast<uint8_t>(from[i] >> 24));
  }
}

}  // namespace

struct FontBook::Body {
  std::unique_ptr<FontFiles> files;
  std::unique_ptr<icu::BreakIterator> line_breaks = breaks(true);
  std::unique_ptr<icu::BreakIterator> character_breaks = breaks(false);

  // The longest beginning of `text`, in whole characters, that is at most `width_px` wide together
  // with `tail`. At least one character when `at_least_one`.
  size_t fitting(FontBook& book, std::string_view text, std::string_view tail, Face face,
                 int size_px, int width_px, bool at_least_one) {
    const std::vector<size_t> ends = piece_ends(*character_breaks, text);
    size_t low = 0;  // pieces that are known to fit
    size_t high = ends.size();
    while (low < high) {
      const size_t middle = (low + high + 1) / 2;
      std::string candidate(without_trailing_space(text.substr(0, ends[middle - 1])));
      candidate += tail;
      if (book.measure(candidate, face, size_px) <= width_px) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    if (low == 0 && at_least_one && !ends.empty()) low = 1;
    return low == 0 ? 0 : ends[low - 1];
  }

  std::string cut_short(FontBook& book, std::string_view text, Face face, int size_px,
                        int width_px) {
    const size_t end = fitting(book, text, kEllipsis, face, size_px, width_px, false);
    std::string_view kept = without_trailing_space(text.substr(0, end));
    while (kept.ends_with(kEllipsis)) kept.remove_suffix(kEllipsis.size());
    return std::string(kept).append(kEllipsis);
  }
};

FontBook::FontBook(std::unique_ptr<Body> body) : body_(std::move(body)) {}
FontBook::~FontBook() = default;

Result<std::unique_ptr<FontBook>> FontBook::open() {
  auto files = FontFiles::open();
  if (!files) return files.error();
  auto body = std::make_unique<Body>();
  body->files = std::move(*files);
  return std::unique_ptr<FontBook>(new FontBook(std::move(body)));
}

int FontBook::measure(std::string_view text, Face face, int size_px, Direction direction) {
  HALL_ASSERT(size_px > 0);
  int width_px = 0;
  for (const Run& run : itemize(text.substr(0, kTextBytesMax), face, direction, *body_->files)) {
    int w = 0;
    if (TTF_SizeUTF8(shaper(*body_->files, face, run, size_px), run.text.c_str(), &w, nullptr) ==
        0) {
      width_px += w;
    }
  }
  return width_px;
}

LinePicture FontBook::render(std::string_view text, Face face, int size_px, Direction direction) {
  HALL_ASSERT(size_px > 0);
  struct Part {
    SDL_Surface* surface;
    int ascent;
  };
  std::vector<Part> parts;
  int width = 0;
  int above = 0;
  int below = 0;
  for (const Run& run : itemize(text.substr(0, kTextBytesMax), face, direction, *body_->files)) {
    TTF_Font* font = shaper(*body_->files, face, run, size_px);
    SDL_Surface* surface =
        TTF_RenderUTF8_Blended(font, run.text.c_str(), SDL_Color{255, 255, 255, 255});
    if (!surface) continue;
    const int ascent = TTF_FontAscent(font);
    parts.push_back({surface, ascent});
    width += surface->w;
    above = std::max(above, ascent);
    below = std::max(below, surface->h - ascent);
  }
  LinePicture line;
  line.baseline_px = above;
  if (width > 0 && above + below > 0) line.mask = Mask(width, above + below);
  int x = 0;
  for (const Part& part : parts) {
    if (!line.mask.empty()) paste(line.mask, part.surface, x, above - part.ascent);
    x += part.surface->w;
    SDL_FreeSurface(part.surface);
  }
  return line;
}

std::string FontBook::ellipsize(std::string_view text, Face face, int size_px, int width_px) {
  const std::string whole = cleaned(text);
  if (text.size() <= kTextBytesMax && measure(whole, face, size_px) <= width_px) return whole;
  return body_->cut_short(*this, whole, face, size_px, width_px);
}

std::vector<std::string> FontBook::wrap(std::string_view text, Face face, int size_px, int width_px,
                                        size_t lines_max) {
  HALL_ASSERT(lines_max > 0);
  const std::string kept = cleaned(text);
  const std::string_view whole = kept;
  std::vector<std::string> lines;
  const auto fits = [&](std::string_view line) {
    return measure(without_trailing_space(line), face, size_px) <= width_px;
  };
  size_t line_begin = 0;
  size_t piece_begin = 0;
  const auto close_line = [&](size_t end) {
    lines.emplace_back(without_trailing_space(whole.substr(line_begin, end - line_begin)));
    line_begin = end;
  };
  for (const size_t piece_end : piece_ends(*body_->line_breaks, whole)) {
    if (!fits(whole.substr(line_begin, piece_end - line_begin)) && piece_begin > line_begin) {
      close_line(piece_begin);
    }
    while (!fits(whole.substr(line_begin, piece_end - line_begin))) {  // one word wider than a line
      const std::string_view rest = whole.substr(line_begin, piece_end - line_begin);
      const size_t taken = body_->fitting(*this, rest, "", face, size_px, width_px, true);
      if (taken >= rest.size()) break;
      close_line(line_begin + taken);
    }
    if (whole[piece_end - 1] == '\n') close_line(piece_end);
    piece_begin = piece_end;
    if (lines.size() > lines_max) break;
  }
  if (line_begin < piece_begin) close_line(piece_begin);
  if (lines.size() > lines_max) {
    lines.resize(lines_max);
    lines.back() = body_->cut_short(*this, lines.back(), face, size_px, width_px);
  }
  return lines;
}

Direction FontBook::paragraph_direction(std::string_view text) {
  const auto wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(std::min(text.size(), kTextBytesMax))));
  return ubidi_getBaseDirection(wide.getBuffer(), wide.length()) == UBIDI_RTL
             ? Direction::kRightToLeft
             : Direction::kLeftToRight;
}

size_t FontBook::open_count() const { return body_->files->open_count(); }

}  // namespace yichuang::ui
