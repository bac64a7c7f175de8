// The managers' wall on a screen: takes the hall as it is, tells the window which panels changed,
// paints them. One thread (the window's).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "display/pages.h"
#include "display/views/view.h"
#include "display/views/wall_parts.h"
#include "display/wall.h"

namespace yichuang::display {

class WallView final : public View {
 public:
  // `services` as WallSettings has them.
  WallView(const Look& look, const WallLayout& at, std::optional<ServiceIds> services,
           Invalidate invalidate)
      : look_(look), at_(at), services_(std::move(services)), invalidate_(std::move(invalidate)) {}

  // View.
  void update(const BoardInput& input, const Board& board, ui::Canvas& canvas,
              int64_t steady_us) override;
  void tick(int64_t steady_us) override;
  int64_t next_tick_us(int64_t steady_us) const override;

  std::string_view name() const override;
  void draw(ui::Canvas& canvas) override;

 private:
  Pages pages() const { return {wall_.services.size(), WallLayout::kServicesPerPage}; }
  void invalidate_differences(const Board& before, const Wall& wall_before);

  const Look look_;
  const WallLayout at_;
  const std::optional<ServiceIds> services_;
  const Invalidate invalidate_;
  Board board_;
  Wall wall_;
  bool began_ = false;
  int64_t shown_since_us_ = 0;
  size_t page_ = 0;  // of the services
};

}  // namespace yichuang::display
