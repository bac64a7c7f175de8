#include "display/views/ticker.h"

#include <cmath>

namespace yichuang::display {
namespace {

constexpr float kGap = 72;
constexpr float kLead = 32;  // between the strip's left edge and the first letter
constexpr float kTextDown = 19;
constexpr float kSize = 32;

// Who is away, why, and until when.
std::string pause_text(const Look& look, const std::string& language, const Pause& pause) {
  const std::string reason = look.reason(language, pause.reason);
  std::string key = "display.ticker.paused";
  if (!reason.empty()) key += "_reason";
  if (!pause.until.empty()) key += "_until";
  const std::string windows = window_list(pause.windows, language == "en" ? ", " : "、");
  return look.texts.get(language, key,
                        {{"windows", windows}, {"reason", reason}, {"time", pause.until}});
}

std::vector<std::string> words_of(const Board& board, const Look& look) {
  std::vector<std::string> words;
  const auto add = [&](const std::string& text) {
    if (!text.empty()) words.push_back(text);
  };
  for (const Pause& pause : board.paused) {
    for (const std::string& language : look.languages) add(pause_text(look, language, pause));
  }
  for (const NoticeText& notice : board.notices) {
    const Pair text = look.names(notice.zh, notice.en);
    add(text.first);
    add(text.second);
  }
  if (board.told_well_percent) {
    for (const std::string& language : look.languages)
      add(look.texts.get(language, "display.ticker.told_well",
                         {{"percent", *board.told_well_percent}}));
  }
  if (words.empty()) {
    add(look.first("display.ticker.default"));
    add(look.second("display.ticker.default"));
  }
  return words;
}

}  // namespace

void Ticker::show(const Board& board, const Look& look, ui::Canvas& canvas, int64_t steady_us) {
  std::vector<std::string> words = words_of(board, look);
  if (words == words_) return;
  const std::vector<Seen> seen = moves_ ? seen_words() : std::vector<Seen>{};
  words_ = std::move(words);
  widths_.clear();
  length_ = 0;
  for (const std::string& text : words_) {
    widths_.push_back(canvas.measure(text, {.size = kSize, .color = {}}));
    length_ += widths_.back() + kGap;
  }
  moves_ = kLead + length_ - kGap > frame_.ticker().w - kLead;
  offset_ = moves_ ? offset_that_keeps(seen) : 0;
  began_us_ = steady_us - static_cast<int64_t>(offset_ * 1e6F / kUnitsPerSecond);
}

std::vector<Ticker::Seen> Ticker::seen_words() const {
  std::vector<Seen> seen;
  const float width = frame_.ticker().w;
  float x = kLead - offset_;
  for (size_t i = 0; x < width; ++i) {
    const size_t word = i % words_.size();
    if (x + widths_[word] > 0) seen.push_back({words_[word], x});
    x += widths_[word] + kGap;
  }
  return seen;
}

float Ticker::offset_that_keeps(const std::vector<Seen>& seen) const {
  for (const Seen& word : seen) {
    float start = 0;
    for (size_t i = 0; i < words_.size(); ++i) {
      // Before the start is behind the end: the line has none.
      if (words_[i] == word.text) return std::fmod(kLead + start - word.x + length_, length_);
      start += widths_[i] + kGap;
    }
  }
  return 0;
}

bool Ticker::advance(int64_t steady_us) {
  if (!moves_) return false;
  const double gone =
      static_cast<double>(steady_us - began_us_) * static_cast<double>(kUnitsPerSecond) / 1e6;
  const auto offset = static_cast<float>(std::fmod(gone, static_cast<double>(length_)));
  if (offset == offset_) return false;
  offset_ = offset;
  return true;
}

void Ticker::draw_words(ui::Canvas& canvas, const Look& look) const {
  const ui::Rect strip = frame_.ticker();
  const auto clip = canvas.clip(strip);
  const ui::TextStyle style{.size = kSize, .color = look.colors().text};
  float x = strip.x + kLead - offset_;
  // Once around, and again from the start until the strip is full.
  for (int round = 0; round < 2; ++round) {
    for (size_t i = 0; i < words_.size(); ++i) {
      if (x > strip.right()) return;
      if (x + widths_[i] >= strip.x) canvas.text(words_[i], x, strip.y + kTextDown, style);
      x += widths_[i] + kGap;
    }
    if (!moves_) return;
  }
}

void Ticker::draw(ui::Canvas& canvas, const Look& look) const {
  if (!canvas.visible(frame_.strip())) return;
  const auto& colors = look.colors();
  const ui::Rect strip = frame_.ticker();
  canvas.fill(frame_.strip(), colors.ticker);
  draw_words(canvas, look);
  if (moves_) {
    canvas.fade({strip.x, strip.y, 48, strip.h}, colors.ticker, true);
    canvas.fade({strip.right() - 96, strip.y, 96, strip.h}, colors.ticker, false);
    canvas.fill({strip.right(), strip.y, frame_.strip().right() - strip.right(), strip.h},
                colors.ticker);
  }
  const ui::Rect tag{48, strip.y + 12, 136, 48};
  if (!canvas.visible(tag)) return;
  canvas.round(tag, 24, colors.gold);
  canvas.text_fit(
      look.first("display.ticker.tag"), tag.center().x - 22, tag.y + 9, 68,
      {.size = 28, .color = colors.ground950, .face = ui::Face::kBold, .align = ui::Align::kCenter},
      0.5F);
  canvas.icon("bell", tag.x + 82, tag.y + 8, 32, colors.ground950, 2.0F);
}

}  // namespace yichuang::display
