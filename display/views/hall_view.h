// The hall's board on a screen: takes boards and moments, tells the window which regions changed,
// paints them. What it shows is only ever the last board given to it.
//
// A new call flashes in the card, and a call that begins to be spoken; one that has only a row is
// marked there for as long. Awaited calls for which there are not rows enough take turns, but the
// newest always has one. One thread (the window's).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "display/board.h"
#include "display/pages.h"
#include "display/views/flash.h"
#include "display/views/framed_view.h"
#include "display/views/hall_parts.h"
#include "display/views/ticker.h"

namespace yichuang::display {

class HallView final : public FramedView {
 public:
  // `services` as LayoutSettings has them.
  HallView(const Look& look, const HallLayout& at, std::optional<ServiceIds> services,
           Invalidate invalidate);

  // A new board; invalidates the regions that differ from the last one. `canvas` only measures.
  void show(Board board, ui::Canvas& canvas, int64_t steady_us);

  // View: flash and pages; the ticker.
  void update(const BoardInput&, const Board& board, ui::Canvas& canvas,
              int64_t steady_us) override {
    show(board, canvas, steady_us);
  }
  void tick(int64_t steady_us) override;
  int64_t next_tick_us(int64_t steady_us) const override;
  bool moves() const override;
  void move(int64_t steady_us) override;

 private:
  // A call that came while we looked; it stands out while it flashes.
  struct Fresh {
    CallRow call;
    Flash flash;
  };
  void draw_content(ui::Canvas& canvas) override;
  void draw_strip(ui::Canvas& canvas) override;
  void remember_fresh(const Board& before, int64_t steady_us);
  void flash(const CallRow& call, int64_t steady_us);
  bool is_fresh(const CallRow& call) const;
  bool lit_at(int64_t steady_us) const;
  void invalidate_differences(const Board& before);
  ShownCalls shown_calls() const;
  Pages waiting_pages() const { return {board_.waiting.size(), at_.waiting_rows()}; }
  Pages call_pages() const { return at_.call_pages(board_.recent_awaited); }
  void invalidate_waiting(const Board& before);
  // The line at the foot is there: always, or only while a window pauses.
  bool has_strip() const { return at_.notices || !board_.paused.empty(); }

  const HallLayout at_;
  const std::optional<ServiceIds> services_;
  std::vector<Fresh> fresh_;  // newest last; bounded by kFreshMax
  bool lit_ = false;
  size_t waiting_page_ = 0;
  size_t call_page_ = 0;
  Ticker ticker_;
};

}  // namespace yichuang::display
