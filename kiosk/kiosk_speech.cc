// What the kiosk does for a citizen who cannot see it: the keypad's keys, and what is read out.
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/kiosk.h"
#include "kiosk/spoken.h"

namespace yichuang::kiosk {
namespace {

bool is_staffs(Screen screen) { return screen == Screen::kStaffPin || screen == Screen::kStaff; }

// Where in the flow: on another place nothing is chosen yet.
std::string place_of(const Flow& flow) {
  return fmt::format("{} {} {} {} {} {} {} {} {} {}", name_of(flow.screen), flow.page,
                     flow.asked_sure, flow.elder, flow.low, flow.access_open, flow.by_office,
                     flow.office, static_cast<int>(flow.language), flow.papers.place);
}

}  // namespace

// --- Keys ----------------------------------------------------------------------------------------

bool Kiosk::on_key(const ui::KeyPress& press_) {
  const auto key = settings_.keypad.key_of(press_.symbol);
  if (!key || is_staffs(flow_.screen)) return false;  // nobody hears what staff type
  const bool moves = *key == KeypadKey::kNext || *key == KeypadKey::kPrevious;
  if (press_.repeated && !moves) return true;
  if (settings_.speech.enabled && !flow_.spoken) {
    send(SpokenChosen{true});  // the first key does nothing else
    return true;
  }
  const bool was_warned = ends_soon(flow_, clock_.steady_ms());
  send(Touched{});
  if (was_warned) {  // the answer to the question, whatever the key
    speak_page(view_.texts.get(Words(view_).language(), "kiosk.spoken.stays"));
    return true;
  }
  press(*key);
  return true;
}

void Kiosk::press(KeypadKey key) {
  switch (key) {
    case KeypadKey::kNext:
      return window_.key(ui::KeyCode::kNext);
    case KeypadKey::kPrevious:
      return window_.key(ui::KeyCode::kPrevious);
    case KeypadKey::kEnter:
      return press_focused();
    case KeypadKey::kBack:
      return send(HomeChosen{});
    case KeypadKey::kHelp:
      return send(HelpChosen{});
    case KeypadKey::kRepeat:
      return narrator_.repeat();
    case KeypadKey::kPause:
      return narrator_.paused() ? narrator_.resume() : narrator_.pause();
    case KeypadKey::kFaster:
      narrator_.faster();
      return narrator_.repeat();
    case KeypadKey::kSlower:
      narrator_.slower();
      return narrator_.repeat();
  }
}

void Kiosk::press_focused() {
  const auto nodes = shown_->nodes();
  const auto focused = [this](const ui::Node& node) { return shown_->is_focused(node.id); };
  if (std::ranges::any_of(nodes, focused)) return window_.key(ui::KeyCode::kEnter);
  if (flow_.spoken) say(Words(view_).large("kiosk.spoken.nothing_chosen"));
}

// --- What is read out ----------------------------------------------------------------------------

void Kiosk::say(std::string text) {
  narrator_.say(std::move(text), flow_.language == Language::kChinese
                                     ? speech::SpokenLanguage::kChinese
                                     : speech::SpokenLanguage::kEnglish);
}

void Kiosk::on_focus(const ui::Node& node) {
  if (flow_.spoken) say(spoken_node(view_, node, shown_->nodes()));
}

void Kiosk::speak_page(std::string before) {
  const auto nodes = shown_->nodes();
  spoken_.text = spoken_text(view_, nodes);
  if (!before.empty() && flow_.language == Language::kEnglish) before += ' ';
  say(std::move(before) + spoken_page(view_, nodes));
}

// Called with each look at what is shown: tells what has changed since it told last.
void Kiosk::speak_what_is_new() {
  const Words words(view_);
  if (!flow_.spoken) {
    if (!spoken_.on) return;
    spoken_ = {};
    window_.unfocus();
    narrator_.usual_speed();
    return say(words.large("kiosk.spoken.over"));
  }
  const int64_t now_ms = clock_.steady_ms();
  const bool warned = std::exchange(spoken_.warned, ends_soon(flow_, now_ms));
  if (spoken_.warned) {
    if (!warned) say(spoken_warning(view_));
    return;
  }
  if (std::string place = place_of(flow_); place != spoken_.place) {
    spoken_.place = std::move(place);
    window_.unfocus();
  }
  const bool help = std::exchange(spoken_.help, help_wanted(flow_, now_ms));
  if (!std::exchange(spoken_.on, true)) return speak_page(words.large("kiosk.spoken.begin"));
  if (spoken_text(view_, shown_->nodes()) != spoken_.text) return speak_page("");
  if (help == spoken_.help) return;
  if (help) return say(words.large("kiosk.spoken.help_over"));
  say(words.large(flow_.hall_fresh ? "kiosk.elder.called" : "kiosk.elder.offline"));
}

// A long text is no idleness: the citizen's time counts from its end. The warning gives none.
void Kiosk::give_time_after_speech() {
  if (!narrator_.take_ended() || !flow_.spoken) return;
  if (!ends_soon(flow_, clock_.steady_ms())) send(Touched{});
}

}  // namespace yichuang::kiosk
