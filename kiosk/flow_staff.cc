// The staff's events: the corner, the PIN, and what the panel does.
#include "kiosk/flow_moves.h"

namespace yichuang::kiosk {

void on_staff(Work& work, const CornerTouched&) {
  Flow& flow = work.flow;
  const bool free = flow.screen == Screen::kServices || flow.screen == Screen::kAway ||
                    flow.screen == Screen::kTrouble;
  if (!flow.has_staff_panel || !free || !flow.gate.corner_touched(work.now_ms)) return;
  go_home(work);
  enter(work, Screen::kStaffPin, flow.times.idle_ms);
}

void on_staff(Work& work, const DigitChosen& event) {
  if (work.flow.screen != Screen::kStaffPin) return;
  touch(work);
  if (auto pin = work.flow.gate.type(event.digit, work.now_ms))
    work.effects.emplace_back(AskPin{*pin});
}

void on_staff(Work& work, const DigitErased&) {
  if (work.flow.screen == Screen::kStaffPin) work.flow.gate.erase();
}

void on_staff(Work& work, const PinAnswered& event) {
  if (work.flow.screen != Screen::kStaffPin) return;
  work.flow.gate.answered(event.right, work.now_ms);
  if (event.right) enter(work, Screen::kStaff, work.flow.times.staff_ms);
}

void on_staff(Work& work, const StaffActChosen& event) {
  if (work.flow.screen != Screen::kStaff) return;
  touch(work);
  work.effects.emplace_back(AskStaff{event.act});
}

// The message has the whole screen: nobody stands here for a number now. What is in the printer
// comes out first. The citizen's language and contrast stay for it, and who listens hears it.
void on_staff(Work& work, const EmergencyChanged& event) {
  Flow& flow = work.flow;
  flow.emergency = event.running;
  if (!event.running) {
    if (flow.screen == Screen::kEmergency) go_home(work);
    return;
  }
  switch (flow.screen) {
    case Screen::kPrinting:
    case Screen::kEmergency:
      return;
    case Screen::kIssuing:  // the answer finds nobody who waits for it
      cancel_unclaimed(work);
      break;
    default:
      break;
  }
  const Flow before = flow;
  if (flow.screen == Screen::kChoice) {
    walk_away(work);
  } else {
    go_home(work);
  }
  flow.language = before.language;
  flow.contrast = before.contrast;
  flow.spoken = before.spoken;
  touch(work);
}

}  // namespace yichuang::kiosk
