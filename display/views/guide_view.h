// The guide desk's screen: takes the hall as it is, tells the window which panels changed, paints
// them. Long lists take turns. One thread (the window's).
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "display/guide.h"
#include "display/views/framed_view.h"
#include "display/views/guide_parts.h"

namespace yichuang::display {

class GuideView final : public FramedView {
 public:
  GuideView(const Look& look, const GuideLayout& at, Invalidate invalidate)
      : FramedView(look, at.frame, "guide", std::move(invalidate)), at_(at) {}

  // View.
  void update(const BoardInput& input, const Board& board, ui::Canvas& canvas,
              int64_t steady_us) override;
  void tick(int64_t steady_us) override;
  int64_t next_tick_us(int64_t steady_us) const override;

 private:
  void draw_content(ui::Canvas& canvas) override;

  const GuideLayout at_;
  Guide guide_;
  std::array<size_t, kGuidePanels> pages_{};  // shown, by panel
};

}  // namespace yichuang::display
