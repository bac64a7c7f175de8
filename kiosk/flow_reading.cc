// What can be read off a flow: names, what can be done now, what the clock shows.
#include <algorithm>

#include "kiosk/flow.h"

namespace yichuang::kiosk {
namespace {

// Always something there that the citizen would lose.
bool has_question(Screen screen) {
  return screen == Screen::kChoice || screen == Screen::kTrouble || screen == Screen::kMyTicket ||
         screen == Screen::kIdentify || screen == Screen::kPapers || screen == Screen::kPages ||
         screen == Screen::kPage || screen == Screen::kSearch || screen == Screen::kItem;
}

int64_t screen_wakes_at_ms(const Flow& flow, int64_t now_ms) {
  if (flow.deadline_ms == 0) return INT64_MAX;
  const int64_t left_ms = flow.deadline_ms - now_ms;
  if (left_ms <= 0) return now_ms;
  if (seconds_shown(flow, now_ms) >= 0) return flow.deadline_ms - (left_ms - 1) / 1000 * 1000;
  const bool told = flow.spoken && waits_for_citizen(flow.screen) && !ends_soon(flow, now_ms);
  if (is_asked(flow) || told) return flow.deadline_ms - flow.times.warning_ms;
  return flow.deadline_ms;
}

}  // namespace

const char* name_of(Screen screen) {
  switch (screen) {
    case Screen::kServices:
      return "services";
    case Screen::kWelcome:
      return "welcome";
    case Screen::kLooking:
      return "looking";
    case Screen::kIdentify:
      return "identify";
    case Screen::kMyTicket:
      return "my-ticket";
    case Screen::kIssuing:
      return "issuing";
    case Screen::kPrinting:
      return "printing";
    case Screen::kChoice:
      return "choice";
    case Screen::kDone:
      return "done";
    case Screen::kTrouble:
      return "trouble";
    case Screen::kAway:
      return "away";
    case Screen::kStaffPin:
      return "staff-pin";
    case Screen::kStaff:
      return "staff";
    case Screen::kPapers:
      return "papers";
    case Screen::kPages:
      return "pages";
    case Screen::kScanning:
      return "scanning";
    case Screen::kPage:
      return "page";
    case Screen::kSearch:
      return "search";
    case Screen::kItem:
      return "item";
    case Screen::kEmergency:
      return "emergency";
  }
  return "?";
}

uint32_t rows_per_page(const Flow& flow) {
  if (flow.landscape) return flow.elder ? 4 : 9;  // two columns, three
  return flow.elder ? 4 : 8;                      // one column, two
}

uint32_t services_per_page(const Flow& flow) {
  const uint32_t rows = rows_per_page(flow);
  const uint32_t columns = flow.landscape ? (flow.elder ? 2 : 3) : (flow.elder ? 1 : 2);
  const bool upright = !flow.landscape && !flow.elder && !flow.low;  // it has its own pager
  const bool alone = flow.item_count == 0 && flow.service_count <= rows + columns;
  return alone && !upright ? rows + columns : rows;
}

uint32_t page_count(const Flow& flow) {
  const uint32_t per_page = services_per_page(flow);
  return std::max(1u, (flow.service_count + per_page - 1) / per_page);
}

bool can_reactivate(const Flow& flow) {
  return flow.screen == Screen::kMyTicket && flow.mine.phase() == wire::TICKET_PHASE_MISSED;
}

bool can_withdraw(const Flow& flow) {
  return flow.screen == Screen::kMyTicket && (flow.mine.phase() == wire::TICKET_PHASE_WAITING ||
                                              flow.mine.phase() == wire::TICKET_PHASE_MISSED);
}

bool printer_prints(const Flow& flow) {
  return flow.printer_fitted &&
         (flow.printer == DeviceCondition::kReady || flow.printer == DeviceCondition::kAttention);
}

bool is_as_found(const Flow& flow) {
  return flow.language == flow.default_language && !flow.elder && !flow.contrast && !flow.low &&
         !flow.spoken && !flow.access_open && flow.page == 0;
}

bool is_asked(const Flow& flow) {
  if (flow.screen == Screen::kServices || flow.screen == Screen::kAway) return !is_as_found(flow);
  if (flow.screen == Screen::kDone) return can_scan(flow);  // there is something to choose
  return has_question(flow.screen);
}

bool shown_plain(const Flow& flow) {
  if (flow.screen == Screen::kEmergency) return false;  // one look for everybody
  const bool staffs = flow.screen == Screen::kStaffPin || flow.screen == Screen::kStaff;
  const bool offices = flow.screen == Screen::kSearch && flow.by_office;
  return flow.landscape || flow.access_open || offices || (!staffs && (flow.elder || flow.low));
}

bool gives_numbers(const Flow& flow) { return flow.hall_fresh || flow.can_issue_offline; }

bool paper_may_be_out(const Flow& flow) {
  return flow.screen == Screen::kPrinting || (flow.screen == Screen::kChoice && flow.maybe_printed);
}

int seconds_shown(const Flow& flow, int64_t now_ms) {
  if (flow.deadline_ms == 0) return -1;
  const int64_t left_ms = std::max<int64_t>(0, flow.deadline_ms - now_ms);
  const bool shown = flow.screen == Screen::kDone || warning_shown(flow, now_ms);
  return shown ? static_cast<int>((left_ms + 999) / 1000) : -1;
}

bool warning_shown(const Flow& flow, int64_t now_ms) {
  if (flow.deadline_ms == 0) return false;
  if (!is_asked(flow)) return false;
  return flow.deadline_ms - now_ms <= flow.times.warning_ms;
}

bool waits_for_citizen(Screen screen) {
  return has_question(screen) || screen == Screen::kServices || screen == Screen::kDone ||
         screen == Screen::kAway;
}

bool ends_soon(const Flow& flow, int64_t now_ms) {
  return flow.spoken && flow.deadline_ms != 0 && waits_for_citizen(flow.screen) &&
         flow.deadline_ms - now_ms <= flow.times.warning_ms;
}

bool help_wanted(const Flow& flow, int64_t now_ms) { return now_ms < flow.help_until_ms; }

int64_t wake_at_ms(const Flow& flow, int64_t now_ms) {
  const int64_t screen_ms = screen_wakes_at_ms(flow, now_ms);
  return flow.help_until_ms == 0 ? screen_ms : std::min(screen_ms, flow.help_until_ms);
}

}  // namespace yichuang::kiosk
