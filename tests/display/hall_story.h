// A hall's day told event by event, folded by the real apply(): how the tests of the board get
// their states. Every event is checked with cannot_follow() first, so a story cannot be impossible.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/zone.h"
#include "display/board.h"
#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang::display {

class HallStory {
 public:
  // Opens 20 May 2025, 10:00 in Shanghai (or earlier or later), with the eight services of the
  // sample hall and windows 1 to 12, all general.
  explicit HallStory(int hour = 10, int minute = 0);

  const State& state() const { return state_; }
  const Zone& zone() const { return zone_; }
  Time now() const { return now_; }
  static Time at_clock(int hour, int minute);  // on that day, in Shanghai
  void go_to(int hour, int minute) { now_ = at_clock(hour, minute); }

  void set_notices(std::vector<NoticeText> notices) { notices_ = std::move(notices); }
  void adopt_more_services(int count);  // services "extra 1".., and the notices set
  void adopt();
  // The hall's windows from here on: so many, all general but for these.
  struct SpecialWindow {
    std::string name_zh;
    std::string name_en;
    std::vector<std::string> services;
  };
  void set_windows(WindowNumber count, std::map<WindowNumber, SpecialWindow> special = {});
  // A service is called otherwise from here on.
  void rename_service(const std::string& service, const std::string& zh, const std::string& en);

  // Its numbers begin otherwise from here on.
  void set_prefix(const std::string& service, const std::string& prefix);

  // How an earlier day went; the oldest first.
  void remember(const DayRecord& day) { state_.learned.days.push_back(day); }

  // How good the waits were that were told lately.
  void judge(const ToldRecent& told) { state_.learned.told_recent = told; }

  void open(WindowNumber window);
  // Until: as its clerk expects; not set: not said.
  void pause(WindowNumber window, const std::string& reason, Time until = {});
  // Issued and confirmed. `voucher`: of yesterday's ticket, granted before.
  TicketKey take(const std::string& service,
                 wire::PriorityClass priority = wire::PRIORITY_CLASS_UNSPECIFIED,
                 TicketKey voucher = 0);
  // Tickets until the series has come to `ordinal`; all but the last left. The last one's key.
  TicketKey take_number(const std::string& service, uint32_t ordinal);
  wire::Event call(TicketKey ticket, WindowNumber window);
  wire::Event recall(TicketKey ticket);
  void start(TicketKey ticket);
  // Started first if need be.
  void serve(TicketKey ticket, wire::VisitOutcome outcome = wire::VISIT_OUTCOME_UNSPECIFIED);
  void miss(TicketKey ticket);
  void reactivate(TicketKey ticket);
  void hold(TicketKey ticket, bool pool = false);
  void close(WindowNumber window);
  void grant_voucher(TicketKey yesterday, const std::string& service);
  void set_emergency(const std::string& zh, const std::string& en);

  void report(const std::string& owner, const std::string& device, wire::DeviceState state,
              const std::vector<std::string>& facts = {});
  void raise(wire::AlarmKind kind, const std::string& subject);

  // What the pulse says; by default no estimate.
  void estimate(const std::string& service, uint32_t p50, uint32_t p90, bool is_open = true);

  // What views get, fresh unless told otherwise. Lives no longer than the story.
  BoardInput input(Time stale_since = {}) const;
  // The board now, fresh unless told otherwise.
  Board board(Time stale_since = {}) const;

 private:
  wire::Event fold(wire::Event event);
  wire::CatalogueAdopted catalogue() const;

  Zone zone_;
  State state_;
  Time now_;
  int extra_services_ = 0;
  WindowNumber windows_ = 12;
  std::map<WindowNumber, SpecialWindow> special_;
  std::map<std::string, NoticeText> renamed_;
  std::map<std::string, std::string> prefixes_;
  std::vector<NoticeText> notices_;
  std::map<std::string, wire::ServiceEstimate, std::less<>> estimates_;
};

}  // namespace yichuang::display
