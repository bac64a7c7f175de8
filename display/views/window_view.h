// The screen above one window: whom it calls or serves, what it does, how many wait for it. One
// thread (the window system's).
#pragma once

#include <string_view>
#include <utility>

#include "display/views/flash.h"
#include "display/views/view.h"
#include "display/views/window_parts.h"
#include "display/window_board.h"

namespace yichuang::display {

class WindowView final : public View {
 public:
  WindowView(const Look& look, const WindowLayout& at, WindowNumber window, Invalidate invalidate)
      : look_(look), at_(at), window_(window), invalidate_(std::move(invalidate)) {}

  // View.
  void update(const BoardInput& input, const Board& board, ui::Canvas& canvas,
              int64_t steady_us) override;
  void tick(int64_t steady_us) override;
  int64_t next_tick_us(int64_t steady_us) const override;

  std::string_view name() const override;
  void draw(ui::Canvas& canvas) override;

 private:
  void invalidate_differences(const Board& before, const WindowBoard& window_before);

  const Look look_;
  const WindowLayout at_;
  const WindowNumber window_;
  const Invalidate invalidate_;
  Board board_;
  WindowBoard shown_;
  bool began_ = false;
  Flash flash_;
  bool lit_ = false;
};

}  // namespace yichuang::display
