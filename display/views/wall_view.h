// The managers' wall on a screen: takes the hall as it is, tells the window which panels changed,
// paints them. One thread (the window's).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "display/pages.h"
#include "display/views/framed_view.h"
#include "display/views/wall_parts.h"
#include "display/wall.h"

namespace yichuang::display {

class WallView final : public FramedView {
 public:
  // `services` as WallSettings has them.
  WallView(const Look& look, const WallLayout& at, std::optional<ServiceIds> services,
           Invalidate invalidate)
      : FramedView(look, at.frame, "wall", std::move(invalidate)),
        at_(at),
        services_(std::move(services)) {}

  // View.
  void update(const BoardInput& input, const Board& board, ui::Canvas& canvas,
              int64_t steady_us) override;
  void tick(int64_t steady_us) override;
  int64_t next_tick_us(int64_t steady_us) const override;

 private:
  // Of the lists that may be longer than their place.
  enum List : size_t { kServices, kWindows, kAlarms };
  static constexpr std::array kLists = {kServices, kWindows, kAlarms};
  const ui::Rect& panel(List list) const;
  Pages pages(List list) const;
  PageOf page(List list) const { return {page_[list], pages(list).count()}; }
  void invalidate_differences(const Wall& before);
  void draw_content(ui::Canvas& canvas) override;
  void draw_strip(ui::Canvas& canvas) override;

  const WallLayout at_;
  const std::optional<ServiceIds> services_;
  Wall wall_;
  std::array<size_t, kLists.size()> page_{};
};

}  // namespace yichuang::display
