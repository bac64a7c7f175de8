#include "kiosk/ticket_paper.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/screens/item_words.h"

namespace yichuang::kiosk {

namespace {

using ui::Align;
using ui::Canvas;
using ui::Face;
using ui::kPaperBlack;
using ui::kPaperWhite;
using ui::Rect;
using ui::TextStyle;

constexpr int kLengthDotsMax = 3200;
constexpr int kDocumentsMax = 12;
constexpr std::string_view kZh = "zh-CN";
constexpr std::string_view kEn = "en";

// Sizes in dots. Nothing is smaller than 22 dots (2.75 mm): older eyes read it too.
struct Sizes {
  float margin, hall, hall_en, number, service, service_en, label, value, small, qr;
};
constexpr Sizes kWide = {32, 40, 25, 190, 48, 29, 26, 42, 25, 290};    // 80 mm
constexpr Sizes kNarrow = {12, 32, 22, 132, 40, 25, 23, 32, 22, 252};  // 58 mm

// Draws from the top downwards; `y` is where the next thing begins.
class TicketDrawing {
 public:
  TicketDrawing(Canvas& canvas, const ui::Texts& texts, const TicketPaper& paper, int width_dots)
      : canvas_(canvas),
        texts_(texts),
        paper_(paper),
        width_(static_cast<float>(width_dots)),
        narrow_(width_dots < 512),
        size_(narrow_ ? kNarrow : kWide) {}

  std::vector<NativePart> take_native() { return std::move(native_); }

  // The length of the paper in dots.
  int draw() {
    head();
    number();
    queue();
    windows();
    documents();
    code();
    foot();
    return static_cast<int>(y_) + 8;
  }

 private:
  TextStyle style(float size, Face face = Face::kRegular, Align align = Align::kCenter) const {
    return {.size = size, .color = kPaperBlack, .face = face, .align = align};
  }
  std::string zh(std::string_view key) const { return texts_.get(kZh, key); }
  std::string en(std::string_view key) const { return texts_.get(kEn, key); }
  float left() const { return size_.margin; }
  float inner() const { return width_ - 2 * size_.margin; }

  // Centred, shrunk a little if that makes one line of it, else on two lines; then `gap` dots.
  void line(std::string_view text, float size, Face face, float gap) {
    const float shrunk = std::max(22.0F, size * 0.75F);
    const float natural = canvas_.measure(text, style(size, face));
    if (natural * shrunk / size <= inner()) {
      if (!text.empty()) {
        canvas_.text_fit(text, width_ / 2, y_, inner(), style(size, face), shrunk / size);
        if (face != Face::kNumeral) note_text(text, size, gap);
      }
      y_ += size + gap;
      return;
    }
    for (const std::string& row : canvas_.wrap(text, inner(), style(shrunk, face), 2)) {
      canvas_.text(row, width_ / 2, y_, style(shrunk, face));
      note_text(row, shrunk, shrunk * 0.25F);
      y_ += shrunk * 1.25F;
    }
    y_ += gap - shrunk * 0.25F;
  }
  // A line that a printer may draw in its own font. A quarter of the size is air below it, as far
  // as the next thing leaves it.
  void note_text(std::string_view text, float size, float gap) {
    const int first_row = static_cast<int>(y_);
    const int end = static_cast<int>(y_ + size + std::min(gap, size / 4));
    native_.push_back({NativeKind::kText, first_row, end - first_row, std::string(text)});
  }
  void rule(float thick, float gap) {
    canvas_.fill({left(), y_, inner(), thick}, kPaperBlack);
    y_ += thick + gap;
  }

  void head() {
    y_ = 12;
    line(paper_.facts.hall_zh, size_.hall, Face::kBold, 10);
    line(paper_.facts.hall_en, size_.hall_en, Face::kRegular, 22);
    rule(3, 20);
  }

  void number() {
    line(zh("kiosk.paper.number") + "  " + en("kiosk.paper.number"), size_.label, Face::kRegular,
         4);
    line(paper_.facts.number, size_.number, Face::kNumeral, 8);
    line(paper_.facts.service_zh, size_.service, Face::kBold, 10);
    line(paper_.facts.service_en, size_.service_en, Face::kRegular, 22);
  }

  // People ahead and the expected wait, side by side in a frame.
  void queue() {
    const TicketFacts& facts = paper_.facts;
    const float height = size_.label + 12 + size_.value + 12 + size_.small + 40;
    const Rect frame{left(), y_, inner(), height};
    canvas_.round(frame, 16, kPaperBlack);
    canvas_.round(frame.inset(3), 13, kPaperWhite);
    canvas_.fill({width_ / 2 - 1, y_ + 18, 2, height - 36}, kPaperBlack);
    const float half = inner() / 2;
    const auto ahead = [&](std::string_view language) {
      return facts.waits_known
                 ? texts_.get(language, "kiosk.paper.people", {{"count", facts.ahead}})
                 : texts_.get(language, "kiosk.home.unknown");
    };
    cell(left() + half / 2, half, "kiosk.paper.ahead", ahead(kZh), ahead(kEn));
    cell(left() + half * 1.5F, half, "kiosk.paper.wait",
         wait_words(texts_, kZh, "kiosk.paper", facts),
         wait_words(texts_, kEn, "kiosk.paper", facts));
    y_ += height + 20;
  }

  void cell(float center, float width, std::string_view label, const std::string& value_zh,
            const std::string& value_en) {
    const float room = width - 20;
    float y = y_ + 18;
    canvas_.text_fit(zh(label), center, y, room, style(size_.label));
    y += size_.label + 12;
    canvas_.text_fit(value_zh, center, y, room, style(size_.value, Face::kBold), 0.6F);
    y += size_.value + 12;
    canvas_.text_fit(value_en, center, y, room, style(size_.small), 0.8F);
  }

  void windows() {
    const TicketFacts& facts = paper_.facts;
    if (facts.windows.empty()) return;
    const std::string numbers = window_ranges(facts.windows, "、");
    line(zh("kiosk.paper.windows") + "  " + en("kiosk.paper.windows"), size_.label, Face::kRegular,
         8);
    const std::string list = texts_.get(kZh, "kiosk.paper.window_list", {{"numbers", numbers}});
    // More windows than two lines hold are written smaller.
    TextStyle big = style(size_.value, Face::kBold);
    if (canvas_.wrap(list, inner(), big, 3).size() > 2) big.size = size_.label;
    for (const std::string& row : canvas_.wrap(list, inner(), big, 4)) {
      canvas_.text(row, width_ / 2, y_, big);
      note_text(row, big.size, 10);
      y_ += big.size + 10;
    }
    y_ += 10;
    rule(2, 18);
  }

  // What to have ready at the window.
  void documents() {
    if (paper_.item == nullptr || paper_.item->documents_size() == 0) return;
    line(zh("kiosk.paper.bring") + "  " + en("kiosk.paper.bring"), size_.label, Face::kRegular, 8);
    paragraph(in_language(paper_.item->name(), kZh), size_.label, Face::kBold);
    const int shown = std::min(paper_.item->documents_size(), kDocumentsMax);
    for (int i = 0; i < shown; ++i) {
      const wire::DocumentRecord& document = paper_.item->documents(i);
      entry(fmt::format("{}. ", i + 1), fmt::format("{}（{}）", in_language(document.name(), kZh),
                                                    form_words(texts_, kZh, document)));
    }
    y_ += 8;
    rule(2, 18);
  }

  // One of a list: from the left, the text beside its mark, all of its lines.
  void entry(const std::string& mark, const std::string& text) {
    const TextStyle plain = style(size_.small, Face::kRegular, Align::kLeft);
    const float beside = left() + canvas_.text(mark, left(), y_, plain);
    const auto rows = canvas_.wrap(text, left() + inner() - beside, plain);
    for (size_t i = 0; i < rows.size(); ++i) {
      canvas_.text(rows[i], beside, y_, plain);
      note_text(i == 0 ? mark + rows[i] : rows[i], size_.small, size_.small * 0.3F);
      y_ += size_.small * 1.3F;
    }
  }

  // Where the code would be: why there is none, and that the number holds all the same.
  void offline_note() {
    paragraph(zh("kiosk.paper.offline"), size_.small + 1, Face::kBold);
    paragraph(en("kiosk.paper.offline"), 22, Face::kRegular);
    y_ += 6;
    paragraph(zh("kiosk.paper.offline_papers"), size_.small, Face::kRegular);
    paragraph(en("kiosk.paper.offline_papers"), 22, Face::kRegular);
    y_ += 8;
    rule(2, 16);
  }

  void code() {
    if (paper_.facts.url.empty()) return offline_note();
    const float side = size_.qr;
    const float note = size_.small;
    const int module_dots = canvas_.qr(paper_.facts.url, {(width_ - side) / 2, y_, side, side},
                                       kPaperBlack, kPaperWhite);
    native_.push_back({NativeKind::kQr, static_cast<int>(y_), static_cast<int>(side),
                       paper_.facts.url, module_dots});
    y_ += side + 6;
    line(zh("kiosk.paper.scan") + "  " + (narrow_ ? "" : en("kiosk.paper.scan")), note, Face::kBold,
         8);
    if (narrow_) line(en("kiosk.paper.scan"), note, Face::kRegular, 8);
    y_ += 8;
    rule(2, 16);
  }

  void paragraph(const std::string& text, float size, Face face) {
    for (const std::string& row : canvas_.wrap(text, inner(), style(size, face), 4)) {
      canvas_.text(row, width_ / 2, y_, style(size, face));
      note_text(row, size, 8);
      y_ += size + 8;
    }
  }

  void foot() {
    const std::string rule =
        fmt::format("kiosk.paper.rule.{}", missed_rule(paper_.facts, paper_.reads_codes));
    paragraph(zh(rule), size_.small + 1, Face::kBold);
    paragraph(zh("kiosk.paper.listen"), size_.small, Face::kRegular);
    paragraph(en(rule) + " " + en("kiosk.paper.listen"), 22, Face::kRegular);
    y_ += 10;
    const LocalTime& at = paper_.at;
    line(fmt::format("{:04}-{:02}-{:02} {}  {}", at.year, at.month, at.day, clock_face(at),
                     paper_.kiosk),
         size_.small, Face::kRegular, 8);
  }

  Canvas& canvas_;
  const ui::Texts& texts_;
  const TicketPaper& paper_;
  const float width_;
  const bool narrow_;
  const Sizes& size_;
  float y_ = 0;
  std::vector<NativePart> native_;
};

bool is_white(const ui::MonoPicture& picture, int y) {
  const auto row_bytes = static_cast<size_t>(picture.row_bytes());
  const auto row =
      picture.bytes.begin() + static_cast<ptrdiff_t>(static_cast<size_t>(y) * row_bytes);
  return std::all_of(row, row + static_cast<ptrdiff_t>(row_bytes),
                     [](uint8_t b) { return b == 0; });
}

// Widens each part to the white rows around its ink, so that nothing of it stays in the picture. A
// part that meets the one before stays picture.
std::vector<NativePart> around_ink(std::vector<NativePart> parts, const ui::MonoPicture& picture) {
  std::vector<NativePart> apart;
  int end_before = 0;
  for (NativePart& part : parts) {
    int first = part.first_row;
    int end = std::min(part.first_row + part.rows, picture.height_dots);
    while (first > 0 && !is_white(picture, first)) --first;
    while (end < picture.height_dots && !is_white(picture, end - 1)) ++end;
    if (first < end_before) continue;
    part.first_row = first;
    part.rows = end - first;
    end_before = end;
    apart.push_back(std::move(part));
  }
  return apart;
}

}  // namespace

DrawnTicket draw_ticket(ui::FontBook& fonts, ui::Icons& icons, const ui::Texts& texts,
                        const TicketPaper& paper, int width_dots) {
  ui::Paper sheet(fonts, icons, width_dots, kLengthDotsMax);
  TicketDrawing drawing(sheet.canvas(), texts, paper, width_dots);
  const int length = drawing.draw();
  DrawnTicket drawn{sheet.finish(std::min(length, kLengthDotsMax)), {}};
  drawn.native = around_ink(drawing.take_native(), drawn.picture);
  return drawn;
}

PrintJob to_job(const DrawnTicket& ticket) {
  const ui::MonoPicture& picture = ticket.picture;
  PrintJob job{Raster(picture.width_dots, 0)};
  const auto row_bytes = static_cast<size_t>(picture.row_bytes());
  for (int y = 0; y < picture.height_dots; ++y)
    job.raster.add_row({picture.bytes.data() + static_cast<size_t>(y) * row_bytes, row_bytes});
  job.native = ticket.native;
  return job;
}

}  // namespace yichuang::kiosk
