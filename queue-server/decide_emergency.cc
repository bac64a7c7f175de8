// A manager's message to everybody in the hall.
#include <algorithm>

#include "base/assert.h"
#include "queue-server/decide_parts.h"

namespace yichuang {
namespace {

// One paragraph: screens and the voice take no control characters.
bool is_plain(const std::string& text) {
  return std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

}  // namespace

Decision decide_emergency(const State& state, const wire::Command& command, const Actor& actor) {
  HALL_ASSERT(command.has_set_emergency());
  const wire::Text& text = command.set_emergency().text();
  if (!is_manager(actor))
    return refuse(wire::REFUSAL_NOT_ALLOWED, "a manager sets the emergency message");
  if (!is_plain(text.zh()) || !is_plain(text.en()))
    return refuse(wire::REFUSAL_INVALID_VALUE, "the message is one paragraph of plain text");
  if (text.zh() == state.emergency.zh && text.en() == state.emergency.en) return Events{};
  wire::Event event;
  *event.mutable_emergency_set()->mutable_text() = text;
  event.mutable_emergency_set()->set_clerk(actor.clerk);
  return one(std::move(event));
}

}  // namespace yichuang
