// A manager's message to everybody, over whatever the screen shows else. One thread (the window's).
#pragma once

#include <string_view>

#include "display/board.h"
#include "display/views/frame.h"
#include "display/views/look.h"
#include "hall/state.h"
#include "ui/node.h"

namespace yichuang::display {

class EmergencyView final : public ui::Screen {
 public:
  EmergencyView(const Look& look, const Frame& frame) : look_(look), frame_(frame) {}

  // True if it says something else now: also how old it is, while cut off.
  bool update(const Emergency& emergency, const Board& board);

  std::string_view name() const override { return "emergency"; }
  void draw(ui::Canvas& canvas) override;

 private:
  const Look look_;
  const Frame frame_;
  Emergency emergency_;
  Board board_;
};

}  // namespace yichuang::display
