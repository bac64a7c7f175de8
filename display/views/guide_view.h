// The guide desk's screen: takes the hall as it is, tells the window which panels changed, paints
// them. Long lists take turns. One thread (the window's).
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "display/guide.h"
#include "display/views/guide_parts.h"
#include "display/views/view.h"

namespace yichuang::display {

class GuideView final : public View {
 public:
  GuideView(const Look& look, const GuideLayout& at, Invalidate invalidate)
      : look_(look), at_(at), invalidate_(std::move(invalidate)) {}

  // View.
  void update(const BoardInput& input, const Board& board, ui::Canvas& canvas,
              int64_t steady_us) override;
  void tick(int64_t steady_us) override;
  int64_t next_tick_us(int64_t steady_us) const override;

  std::string_view name() const override;
  void draw(ui::Canvas& canvas) override;

 private:
  void invalidate_differences(const Board& before, const Guide& guide_before);

  const Look look_;
  const GuideLayout at_;
  const Invalidate invalidate_;
  Board board_;
  Guide guide_;
  bool began_ = false;
  int64_t shown_since_us_ = 0;
  std::array<size_t, kGuidePanels> pages_{};  // shown, by panel
};

}  // namespace yichuang::display
