#include "ui/node.h"

#include <algorithm>

namespace yichuang::ui {

namespace {

Rect enlarged(const Rect& rect, float side_min) {
  const float across = std::max(0.0F, side_min - rect.w) / 2;
  const float down = std::max(0.0F, side_min - rect.h) / 2;
  return rect.inset(-across, -down);
}

float distance_squared(const Rect& rect, Point at) {
  const Point c = rect.center();
  return (c.x - at.x) * (c.x - at.x) + (c.y - at.y) * (c.y - at.y);
}

}  // namespace

std::optional<Node> node_at(const std::vector<Node>& nodes, Point at, float target_min) {
  const Node* best = nullptr;
  bool best_exact = false;
  for (const Node& node : nodes) {
    if (!enlarged(node.rect, target_min).contains(at)) continue;
    const bool exact = node.rect.contains(at);
    const bool better =
        !best || (exact && !best_exact) ||
        (exact == best_exact && distance_squared(node.rect, at) < distance_squared(best->rect, at));
    if (better && (exact || !best_exact)) {
      best = &node;
      best_exact = exact;
    }
  }
  if (!best || !best->enabled) return std::nullopt;
  return *best;
}

std::optional<Node> node_after(const std::vector<Node>& nodes, int current, int step) {
  std::vector<const Node*> order;
  for (const Node& node : nodes) {
    if (node.enabled) order.push_back(&node);
  }
  if (order.empty()) return std::nullopt;
  std::ranges::stable_sort(order, [](const Node* a, const Node* b) {
    return a->focus_order != b->focus_order ? a->focus_order < b->focus_order : a->id < b->id;
  });
  const auto found = std::ranges::find(order, current, [](const Node* node) { return node->id; });
  if (found == order.end()) return step > 0 ? *order.front() : *order.back();
  const auto count = static_cast<ptrdiff_t>(order.size());
  const ptrdiff_t next = (found - order.begin() + (step > 0 ? 1 : count - 1)) % count;
  return *order[static_cast<size_t>(next)];
}

}  // namespace yichuang::ui
