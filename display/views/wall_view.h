// The managers' wall on a screen: takes the hall as it is, tells the window which panels changed,
// paints them. One thread (the window's).
#pragma once

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
  Pages pages() const { return {wall_.services.size(), WallLayout::kServicesPerPage}; }
  void invalidate_differences(const Wall& before);
  void draw_content(ui::Canvas& canvas) override;
  void draw_strip(ui::Canvas& canvas) override;

  const WallLayout at_;
  const std::optional<ServiceIds> services_;
  Wall wall_;
  size_t page_ = 0;  // of the services
};

}  // namespace yichuang::display
