// What the kiosk shows: which screen, when it is painted anew, when it must be looked at again.
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/kiosk.h"
#include "kiosk/scan/wiped.h"

namespace yichuang::kiosk {

namespace {

// The waiting dots of the screens on which the citizen waits.
constexpr int64_t kDotsMs = 400;

bool has_dots(Screen screen) {
  return screen == Screen::kScanning || screen == Screen::kLooking || screen == Screen::kIssuing ||
         screen == Screen::kPrinting;
}

}  // namespace

// The pictures of the last citizen's screens. Not before the home screen is painted: its own are
// made anew then, and nobody waits for them.
void Kiosk::forget_what_was_seen() {
  if (!forget_after_frame_ || window_.stats().frames <= *forget_after_frame_) return;
  forget_after_frame_.reset();
  window_.canvas().forget();
  scan::give_memory_back();
}

void Kiosk::show() {
  ui::Screen* screen = screens_.at(static_cast<size_t>(flow_.screen)).get();
  if (shown_plain(flow_)) screen = &plain_screen_;
  std::string now = look();
  if (screen != shown_) {
    shown_ = screen;
    shown_look_ = std::move(now);
    window_.show(*screen);
  } else if (now != shown_look_) {
    shown_look_ = std::move(now);
    window_.invalidate();
  }
  speak_what_is_new();
}

// All that is on the screen and may change while it stays: another look is painted anew.
std::string Kiosk::look() const {
  const int64_t now_ms = clock_.steady_ms();
  std::string out =
      fmt::format("{} {} {} {} {} {} {} {} {} {} {}", static_cast<int>(flow_.screen),
                  help_wanted(flow_, now_ms), flow_.hall_fresh, flow_.asked_sure, view_.reads_codes,
                  static_cast<int>(flow_.language), flow_.page, seconds_shown(flow_, now_ms),
                  static_cast<int>(view_.printer.condition), text_of(view_.printer),
                  view_.zone ? hall_->hall_now().ms / 60'000 : 0);
  out += fmt::format(" {} {} {}", static_cast<int>(flow_.card_trouble), flow_.gate.typed(),
                     flow_.gate.shut_seconds(now_ms));
  out += look_of_papers();
  out += hall_state().emergency.zh + hall_state().emergency.en;
  out += fmt::format(" {} {} {} {} {}", flow_.item_count, flow_.query, flow_.by_office,
                     flow_.office, static_cast<int>(flow_.notice));
  out += fmt::format(" {}{}{}{}", flow_.elder, flow_.contrast, flow_.low, flow_.access_open);
  if (flow_.screen == Screen::kStaff) return out + fmt::format(" {}", now_ms / 1'000);
  if (has_dots(flow_.screen)) return out + fmt::format(" {}", now_ms / kDotsMs);
  const State& state = hall_state();
  out += fmt::format(" {} {}", state.catalogue_version, state.hall_zh);
  if (flow_.screen == Screen::kWelcome) return out + fmt::format(" {}", people_waiting(state));
  if (flow_.screen != Screen::kServices) return out;
  for (const Service& service : state.services) {
    const wire::ServiceEstimate* estimate = hall_->estimate(service.id);
    out += fmt::format(" {}{} {} {}", service.retired, service.waiting_count(),
                       estimate ? static_cast<int64_t>(estimate->wait_min_p50()) : -1,
                       estimate && estimate->open());
  }
  return out;
}

int64_t Kiosk::wait_ms() const {
  const int64_t now_ms = clock_.steady_ms();
  int64_t wait = std::min<int64_t>(hall_->wait_ms(), 60'000 - hall_->hall_now().ms % 60'000);
  const int64_t flow_at_ms = wake_at_ms(flow_, now_ms);
  if (flow_at_ms != INT64_MAX) wait = std::min(wait, flow_at_ms - now_ms);
  const bool ticks = flow_.screen == Screen::kStaff || flow_.gate.shut_seconds(now_ms) > 0;
  if (ticks) wait = std::min<int64_t>(wait, 1'000 - now_ms % 1'000);
  if (has_dots(flow_.screen)) wait = std::min(wait, kDotsMs - now_ms % kDotsMs);
  if (mail_ && flow_.hall_fresh && mail_->due_ms() != INT64_MAX)
    wait = std::min(wait, mail_->due_ms() - now_ms);
  if (confirmation_.waits()) wait = std::min(wait, confirmation_.due_ms() - now_ms);
  return std::max<int64_t>(wait, 0);
}

}  // namespace yichuang::kiosk
