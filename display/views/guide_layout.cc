#include "display/views/guide_layout.h"

#include <span>

namespace yichuang::display {
namespace {

using enum GuidePanel;
using Lists = std::span<const GuidePanel>;

// Who needs somebody now is at the top right, or at the top.
constexpr GuidePanel kWideLists[] = {kMissed, kHeld, kVouchers, kHelp, kWaiting};
constexpr GuidePanel kUprightLists[] = {kHelp, kMissed, kHeld, kVouchers, kWaiting};

// Calls for help are few: their list is low where another stands below or above it.
constexpr float kHelpHeight = 350;

// One below the other, over all of the area.
void place_column(GuideLayout& at, Lists lists, const ui::Rect& area) {
  const auto count = static_cast<float>(lists.size());
  const float room = area.h - (count - 1) * Frame::kGap;
  const bool with_help = lists.size() > 1 && std::ranges::find(lists, kHelp) != lists.end();
  const float share = with_help ? (room - kHelpHeight) / (count - 1) : room / count;
  float y = area.y;
  for (const GuidePanel which : lists) {
    const float height = with_help && which == kHelp ? kHelpHeight : share;
    at.panels[static_cast<size_t>(which)] = {area.x, y, area.w, height};
    y += height + Frame::kGap;
  }
}

// In up to three columns; the first ones have fewer lists.
void place_wide(GuideLayout& at, const ui::Rect& area) {
  const size_t count = at.lists.size();
  const size_t columns = count == 4 ? 2 : std::min<size_t>(count, 3);
  const float width =
      (area.w - static_cast<float>(columns - 1) * Frame::kGap) / static_cast<float>(columns);
  size_t placed = 0;
  for (size_t column = 0; column < columns; ++column) {
    const size_t lists = (count - placed) / (columns - column);
    const float x = area.x + static_cast<float>(column) * (width + Frame::kGap);
    place_column(at, Lists(at.lists).subspan(placed, lists), {x, area.y, width, area.h});
    placed += lists;
  }
}

// Two beside each other; calls for help, and who is left over, alone.
void place_upright(GuideLayout& at, const ui::Rect& area) {
  std::vector<Lists> rows;
  for (size_t i = 0; i < at.lists.size(); i += rows.back().size()) {
    const bool pair = i + 1 < at.lists.size() && at.lists[i] != kHelp && at.lists[i + 1] != kHelp;
    rows.push_back(Lists(at.lists).subspan(i, pair ? 2 : 1));
  }
  std::vector<GuidePanel> firsts;
  for (const Lists& row : rows) firsts.push_back(row.front());
  place_column(at, firsts, area);
  for (const Lists& row : rows) {
    if (row.size() == 1) continue;
    ui::Rect& left = at.panels[static_cast<size_t>(row[0])];
    left.w = (area.w - Frame::kGap) / 2;
    at.panels[static_cast<size_t>(row[1])] = {left.right() + Frame::kGap, left.y, left.w, left.h};
  }
}

}  // namespace

GuideLayout guide_layout(ui::Size screen, const GuideSettings& settings) {
  GuideLayout at;
  at.frame.size = screen;
  // Nothing moves at the foot: the panels go down to the margin; the banner covers their end.
  ui::Rect area = at.frame.content();
  area.h = screen.h - Frame::kMargin - area.y;
  const Lists usual = at.frame.upright() ? Lists(kUprightLists) : Lists(kWideLists);
  at.lists = settings.lists.value_or(std::vector<GuidePanel>(usual.begin(), usual.end()));
  if (at.frame.upright()) {
    place_upright(at, area);
  } else {
    place_wide(at, area);
  }
  return at;
}

}  // namespace yichuang::display
