// The screen above one window: whom it calls or serves, what it does, how many wait for it. One
// thread (the window system's).
#pragma once

#include <string_view>
#include <utility>

#include "display/views/flash.h"
#include "display/views/framed_view.h"
#include "display/views/window_parts.h"
#include "display/window_board.h"

namespace yichuang::display {

class WindowView final : public FramedView {
 public:
  WindowView(const Look& look, const WindowLayout& at, WindowNumber window, Invalidate invalidate)
      : FramedView(look, at.frame, "window", std::move(invalidate)), at_(at), window_(window) {}

  // View.
  void update(const BoardInput& input, const Board& board, ui::Canvas& canvas,
              int64_t steady_us) override;
  void tick(int64_t steady_us) override;
  int64_t next_tick_us(int64_t steady_us) const override;

 private:
  void invalidate_differences(const WindowBoard& before);
  void draw_content(ui::Canvas& canvas) override;
  void draw_strip(ui::Canvas& canvas) override;

  const WindowLayout at_;
  const WindowNumber window_;
  WindowBoard shown_;
  Flash flash_;
  bool lit_ = false;
};

}  // namespace yichuang::display
