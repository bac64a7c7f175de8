#include "ui/pointer.h"

#include <algorithm>

#include "base/assert.h"

namespace yichuang::ui {

namespace {

// What a press or a focus ring may paint outside the node's own rectangle.
constexpr float kHalo = 24;

}  // namespace

void Pointer::attach(Screen* screen) {
  screen_ = screen;  // the one before may be gone already
  ++attached_;
  finger_down_ = false;
  target_ = 0;
  if (screen_) screen_->pressed_ = screen_->focused_ = 0;
}

std::optional<Node> Pointer::node(int id) const {
  const std::vector<Node> nodes = screen_->nodes();
  const auto found = std::ranges::find(nodes, id, &Node::id);
  if (found == nodes.end() || !found->enabled) return std::nullopt;
  return *found;
}

void Pointer::press(int id) {
  if (screen_->pressed_ == id) return;
  release();
  if (const auto pressed = node(id)) {
    screen_->pressed_ = id;
    pressed_rect_ = pressed->rect.inset(-kHalo);
    changed_(pressed_rect_);
  }
}

void Pointer::release() {
  if (screen_->pressed_ == 0) return;
  screen_->pressed_ = 0;
  changed_(pressed_rect_);
}

void Pointer::unfocus() {
  if (!screen_ || screen_->focused_ == 0) return;
  screen_->focused_ = 0;
  changed_(focused_rect_);
}

void Pointer::focus(const Node& node) {
  HALL_ASSERT(node.id > 0 && !node.label.empty());
  unfocus();
  screen_->focused_ = node.id;
  focused_rect_ = node.rect.inset(-kHalo);
  changed_(focused_rect_);
  screen_->on_focus(node);
}

void Pointer::begin(const Touch& touch) {
  if (finger_down_) return;  // a second finger presses nothing
  finger_down_ = true;
  finger_ = touch.finger;
  unfocus();
  const auto hit = node_at(screen_->nodes(), touch.at, target_min_);
  target_ = hit ? hit->id : 0;
  if (hit) press(hit->id);
}

void Pointer::finish(const Touch& touch) {
  finger_down_ = false;
  const int target = target_;
  target_ = 0;
  release();
  if (touch.phase != TouchPhase::kUp || target == 0) return;
  const auto hit = node_at(screen_->nodes(), touch.at, target_min_);
  if (hit && hit->id == target && hit->action) hit->action();  // may show another screen
}

void Pointer::touch(const Touch& touch) {
  if (!screen_) return;
  const uint64_t before = attached_;
  const bool used = screen_->on_touch(touch);
  if (attached_ != before) return;
  if (touch.phase == TouchPhase::kDown) {
    if (!used) begin(touch);
    return;
  }
  if (!finger_down_ || touch.finger != finger_) return;
  if (used) {
    finish({TouchPhase::kCancel, touch.at, touch.finger});
    return;
  }
  if (touch.phase != TouchPhase::kMove) return finish(touch);
  const auto hit = node_at(screen_->nodes(), touch.at, target_min_);
  if (target_ != 0 && hit && hit->id == target_) {
    press(target_);
  } else {
    release();
  }
}

void Pointer::key(KeyCode code) {
  if (!screen_) return;
  const uint64_t before = attached_;
  if (screen_->on_key(code) || attached_ != before) return;
  const bool forward = code == KeyCode::kNext || code == KeyCode::kDown || code == KeyCode::kRight;
  const bool back = code == KeyCode::kPrevious || code == KeyCode::kUp || code == KeyCode::kLeft;
  if (forward || back) {
    if (const auto next = node_after(screen_->nodes(), screen_->focused_, forward ? 1 : -1)) {
      focus(*next);
    }
    return;
  }
  if (code == KeyCode::kEnter && screen_->focused_ != 0) {
    const auto focused = node(screen_->focused_);
    if (focused && focused->action) focused->action();
  }
}

void Pointer::text(std::string_view characters) {
  if (screen_) screen_->on_text(characters);
}

}  // namespace yichuang::ui
