#include "kiosk/notice_paper.h"

#include <fmt/format.h>

#include <algorithm>

#include "kiosk/screens/item_words.h"

namespace yichuang::kiosk {

namespace {

using ui::Align;
using ui::Face;
using ui::kPaperBlack;

constexpr int kLengthDotsMax = 4096;  // of ui::Paper
constexpr std::string_view kZh = "zh-CN";

class NoticeDrawing {
 public:
  NoticeDrawing(ui::Canvas& canvas, const ui::Texts& texts, int width_dots)
      : canvas_(canvas),
        texts_(texts),
        width_(static_cast<float>(width_dots)),
        margin_(width_dots < 500 ? 12.0F : 32.0F),
        size_(width_dots < 500 ? 24.0F : 27.0F) {}

  float draw(const NoticePaper& paper) {
    const wire::ItemRecord& item = paper.item;
    paragraph(paper.hall, size_, Face::kRegular, Align::kCenter);
    paragraph(texts_.get(kZh, "kiosk.item.notice_title"), size_ * 1.3F, Face::kBold,
              Align::kCenter);
    rule();
    paragraph(in_language(item.name(), kZh), size_ * 1.25F, Face::kBold, Align::kLeft);
    paragraph(in_language(item.name(), "en"), size_ * 0.85F, Face::kRegular, Align::kLeft);
    rule();
    documents(item);
    rule();
    fact("kiosk.item.fee", fee_words(texts_, kZh, item));
    if (item.fee_fen() != 0) fact("kiosk.item.fee_basis", in_language(item.fee_basis(), kZh));
    fact("kiosk.item.time", limit_words(texts_, kZh, item));
    fact("kiosk.item.department", in_language(item.department(), kZh));
    if (!paper.windows.empty()) fact("kiosk.ticket.windows", paper.windows);
    for (const wire::Text& basis : item.basis()) fact("kiosk.item.basis", in_language(basis, kZh));
    rule();
    const LocalTime& at = paper.at;
    paragraph(fmt::format("{:04}-{:02}-{:02} {}", at.year, at.month, at.day, clock_face(at)),
              size_ * 0.9F, Face::kRegular, Align::kCenter);
    return y_;
  }

 private:
  void documents(const wire::ItemRecord& item) {
    paragraph(texts_.get(kZh, "kiosk.item.documents", {{"count", item.documents_size()}}), size_,
              Face::kBold, Align::kLeft);
    for (int i = 0; i < item.documents_size(); ++i) {
      const wire::DocumentRecord& document = item.documents(i);
      entry(fmt::format("□ {}. ", i + 1), fmt::format("{}（{}）", in_language(document.name(), kZh),
                                                      form_words(texts_, kZh, document)));
    }
    if (item.documents_size() == 0)
      paragraph(texts_.get(kZh, "kiosk.item.nothing_needed"), size_, Face::kRegular, Align::kLeft);
  }

  void fact(std::string_view label, const std::string& value) {
    entry(texts_.get(kZh, label) + "：", value);
  }

  // The text beside its mark, all of its lines.
  void entry(const std::string& mark, const std::string& text) {
    const ui::TextStyle style{.size = size_, .color = kPaperBlack};
    const float beside = margin_ + canvas_.text(mark, margin_, y_, style);
    for (const std::string& row : canvas_.wrap(text, width_ - margin_ - beside, style)) {
      canvas_.text(row, beside, y_, style);
      y_ += size_ * 1.32F;
    }
    y_ += 4;
  }

  void paragraph(const std::string& text, float size, Face face, Align align) {
    const ui::TextStyle style{.size = size, .color = kPaperBlack, .face = face, .align = align};
    for (const std::string& row : canvas_.wrap(text, width_ - 2 * margin_, style)) {
      canvas_.text(row, align == Align::kCenter ? width_ / 2 : margin_, y_, style);
      y_ += size * 1.32F;
    }
    y_ += 4;
  }

  void rule() {
    y_ += 6;
    canvas_.fill({margin_, y_, width_ - 2 * margin_, 2}, kPaperBlack);
    y_ += 14;
  }

  ui::Canvas& canvas_;
  const ui::Texts& texts_;
  const float width_;
  const float margin_;
  const float size_;
  float y_ = 12;
};

}  // namespace

DrawnTicket draw_notice(ui::FontBook& fonts, ui::Icons& icons, const ui::Texts& texts,
                        const NoticePaper& paper, int width_dots) {
  ui::Paper sheet(fonts, icons, width_dots, kLengthDotsMax);
  NoticeDrawing drawing(sheet.canvas(), texts, width_dots);
  const int length = static_cast<int>(drawing.draw(paper)) + 8;
  return {sheet.finish(std::min(length, kLengthDotsMax)), {}};
}

}  // namespace yichuang::kiosk
