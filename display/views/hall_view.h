// The hall's board on a screen: takes boards and moments, tells the window which regions changed,
// paints them. What it shows is only ever the last board given to it.
//
// The newest call flashes for kFlashMs after it came; calls that a newer one pushed down stay
// marked for the rest of theirs. One thread (the window's).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "display/board.h"
#include "display/views/hall_parts.h"
#include "display/views/ticker.h"
#include "display/views/view.h"

namespace yichuang::display {

class HallView final : public View {
 public:
  static constexpr int64_t kFlashMs = 6000;
  static constexpr int64_t kFlashHalfMs = 500;  // 1 Hz: far below what can harm anybody

  HallView(const Look& look, Invalidate invalidate);

  // A new board; invalidates the regions that differ from the last one. `canvas` only measures.
  void show(const Board& board, ui::Canvas& canvas, int64_t steady_us);

  // View: flash and pages; the ticker.
  void update(const BoardInput&, const Board& board, ui::Canvas& canvas,
              int64_t steady_us) override {
    show(board, canvas, steady_us);
  }
  void tick(int64_t steady_us) override;
  int64_t next_tick_us(int64_t steady_us) const override;
  bool moves() const override;
  void move(int64_t steady_us) override;
  bool speaks() const override { return true; }

  std::string_view name() const override;
  void draw(ui::Canvas& canvas) override;

 private:
  // A call that came while we looked, and until when it stands out.
  struct Fresh {
    CallRow call;
    int64_t until_us = 0;
  };
  void remember_fresh(const Board& board, int64_t steady_us);
  bool is_fresh(const CallRow& call) const;
  bool lit_at(int64_t steady_us) const;
  void invalidate_differences(const Board& before, const Board& after);
  std::vector<bool> fresh_rows() const;

  const Look look_;
  const Invalidate invalidate_;
  Board board_;
  bool began_ = false;  // a board was shown
  int64_t shown_since_us_ = 0;
  std::vector<Fresh> fresh_;  // newest last; bounded by kRecentRows + 1
  bool lit_ = false;
  size_t page_ = 0;
  Ticker ticker_;
};

}  // namespace yichuang::display
