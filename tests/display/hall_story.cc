#include "tests/display/hall_story.h"

#include <fmt/format.h>

#include "base/assert.h"
#include "hall/apply.h"

namespace yichuang::display {
namespace {

struct SampleService {
  const char* id;
  const char* prefix;
  const char* zh;
  const char* en;
};
constexpr SampleService kServices[] = {
    {"social", "A", "社会保障", "Social insurance"},
    {"medical", "B", "医疗保险", "Medical insurance"},
    {"household", "C", "户籍与身份证", "Household & ID card"},
    {"property", "D", "不动产登记", "Property registration"},
    {"housing-fund", "E", "住房公积金", "Housing fund"},
    {"tax", "F", "税务服务", "Tax service"},
    {"business", "G", "企业开办", "Start a business"},
    {"other", "H", "综合窗口", "Other services"},
};

Zone shanghai() {
  auto zone = Zone::open("Asia/Shanghai");
  HALL_ASSERT(zone.ok());
  return *zone;
}

}  // namespace

Time HallStory::at_clock(int hour, int minute) {
  constexpr int64_t kMidnightMs = 1'747'670'400'000;  // 2025-05-20T00:00+08:00
  return Time{kMidnightMs + (int64_t{hour} * 60 + minute) * 60'000};
}

HallStory::HallStory(int hour, int minute) : zone_(shanghai()), now_(at_clock(hour, minute)) {
  wire::Event event;
  event.mutable_day_opened()->set_day(20250520);
  event.mutable_day_opened()->set_next_ticket(1);
  event.mutable_day_opened()->set_midnight_ms(at_clock(0, 0).ms);
  *event.mutable_day_opened()->mutable_catalogue() = catalogue();
  fold(event);
}

wire::CatalogueAdopted HallStory::catalogue() const {
  wire::CatalogueAdopted made;
  made.set_version(1);
  made.set_hall_zh("滨江区政务服务中心");
  made.set_hall_en("Binjiang Public Service Centre");
  made.set_time_zone("Asia/Shanghai");
  for (const SampleService& sample : kServices) {
    auto* service = made.add_services();
    service->set_id(sample.id);
    service->set_prefix(sample.prefix);
    service->set_name_zh(sample.zh);
    service->set_name_en(sample.en);
  }
  for (int i = 1; i <= extra_services_; ++i) {
    auto* service = made.add_services();
    service->set_id(fmt::format("extra-{}", i));
    service->set_prefix(std::string(1, static_cast<char>('I' + i)));
    service->set_name_zh(fmt::format("增设业务{}", i));
    service->set_name_en(fmt::format("Extra service {}", i));
  }
  for (auto& service : *made.mutable_services()) {
    if (const auto prefix = prefixes_.find(service.id()); prefix != prefixes_.end())
      service.set_prefix(prefix->second);
    const auto renamed = renamed_.find(service.id());
    if (renamed == renamed_.end()) continue;
    service.set_name_zh(renamed->second.zh);
    service.set_name_en(renamed->second.en);
  }
  for (WindowNumber number = 1; number <= windows_; ++number) {
    auto* window = made.add_windows();
    window->set_window(number);
    const auto special = special_.find(number);
    window->set_general(special == special_.end());
    if (special == special_.end()) continue;
    window->set_name_zh(special->second.name_zh);
    window->set_name_en(special->second.name_en);
    for (const std::string& service : special->second.services) window->add_services(service);
  }
  for (const NoticeText& notice : notices_) {
    auto* text = made.add_notices();
    text->set_zh(notice.zh);
    text->set_en(notice.en);
  }
  return made;
}

wire::Event HallStory::fold(wire::Event event) {
  event.set_prev_seq(state_.seq);
  event.set_seq(state_.seq + 1);
  event.set_at_ms(now_.ms);
  const std::string why_not = cannot_follow(state_, event);
  if (!why_not.empty()) fmt::print(stderr, "impossible story: {}\n", why_not);
  HALL_ASSERT(why_not.empty());
  apply(state_, event);
  return event;
}

void HallStory::adopt_more_services(int count) {
  extra_services_ = count;
  adopt();
}

void HallStory::adopt() {
  wire::Event event;
  *event.mutable_catalogue_adopted() = catalogue();
  fold(event);
}

void HallStory::set_windows(WindowNumber count, std::map<WindowNumber, SpecialWindow> special) {
  windows_ = count;
  special_ = std::move(special);
  adopt();
}

void HallStory::rename_service(const std::string& service, const std::string& zh,
                               const std::string& en) {
  renamed_[service] = {zh, en};
  adopt();
}

void HallStory::set_prefix(const std::string& service, const std::string& prefix) {
  prefixes_[service] = prefix;
  adopt();
}

void HallStory::open(WindowNumber window) {
  if (state_.window(window)->clerk.empty()) {
    wire::Event sign_in;
    sign_in.mutable_clerk_signed_in()->set_window(window);
    sign_in.mutable_clerk_signed_in()->set_clerk(fmt::format("clerk-{}", window));
    fold(sign_in);
  }
  wire::Event event;
  event.mutable_window_opened()->set_window(window);
  fold(event);
}

void HallStory::pause(WindowNumber window, const std::string& reason, Time until) {
  wire::Event event;
  event.mutable_window_paused()->set_window(window);
  event.mutable_window_paused()->set_reason(reason);
  event.mutable_window_paused()->set_until_ms(until.ms);
  fold(event);
}

TicketKey HallStory::take(const std::string& service, wire::PriorityClass priority,
                          TicketKey voucher) {
  const Service* line = state_.service(service);
  HALL_ASSERT(line != nullptr);
  const TicketKey key = state_.next_ticket();
  wire::Event issued;
  issued.mutable_ticket_issued()->set_ticket(key);
  issued.mutable_ticket_issued()->set_number(
      fmt::format("{}{:03}", line->prefix, line->issued + 1));
  issued.mutable_ticket_issued()->set_service(service);
  issued.mutable_ticket_issued()->set_origin("kiosk-1");
  issued.mutable_ticket_issued()->set_priority(priority);
  issued.mutable_ticket_issued()->set_voucher(voucher);
  fold(issued);
  wire::Event confirmed;
  confirmed.mutable_ticket_confirmed()->set_ticket(key);
  confirmed.mutable_ticket_confirmed()->set_delivery(wire::DELIVERY_PRINTED);
  fold(confirmed);
  return key;
}

TicketKey HallStory::take_number(const std::string& service, uint32_t ordinal) {
  while (true) {
    const TicketKey key = take(service);
    if (state_.service(service)->issued == ordinal) return key;
    wire::Event event;
    event.mutable_ticket_cancelled()->set_ticket(key);
    fold(event);
  }
}

wire::Event HallStory::call(TicketKey ticket, WindowNumber window) {
  wire::Event event;
  auto* called = event.mutable_ticket_called();
  called->set_ticket(ticket);
  called->set_window(window);
  called->set_reason(wire::CALL_REASON_ARRIVAL);
  called->set_number(state_.ticket(ticket)->number);
  called->set_service(state_.services[state_.ticket(ticket)->service].id);
  return fold(event);
}

wire::Event HallStory::recall(TicketKey ticket) {
  wire::Event event;
  event.mutable_ticket_recalled()->set_ticket(ticket);
  event.mutable_ticket_recalled()->set_window(state_.ticket(ticket)->window);
  event.mutable_ticket_recalled()->set_call(state_.ticket(ticket)->calls + 1);
  return fold(event);
}

void HallStory::start(TicketKey ticket) {
  wire::Event event;
  event.mutable_service_started()->set_ticket(ticket);
  event.mutable_service_started()->set_window(state_.ticket(ticket)->window);
  fold(event);
}

void HallStory::serve(TicketKey ticket, wire::VisitOutcome outcome) {
  if (state_.ticket(ticket)->phase == wire::TICKET_PHASE_CALLED) start(ticket);
  wire::Event event;
  event.mutable_ticket_served()->set_ticket(ticket);
  event.mutable_ticket_served()->set_window(state_.ticket(ticket)->window);
  event.mutable_ticket_served()->set_outcome(outcome);
  fold(event);
}

void HallStory::miss(TicketKey ticket) {
  wire::Event event;
  event.mutable_ticket_missed()->set_ticket(ticket);
  event.mutable_ticket_missed()->set_window(state_.ticket(ticket)->window);
  fold(event);
}

void HallStory::reactivate(TicketKey ticket) {
  const Service& service = state_.services[state_.ticket(ticket)->service];
  wire::Event event;
  event.mutable_ticket_reactivated()->set_ticket(ticket);
  event.mutable_ticket_reactivated()->set_due_call(service.calls);
  fold(event);
}

void HallStory::hold(TicketKey ticket, bool pool) {
  wire::Event event;
  event.mutable_ticket_held()->set_ticket(ticket);
  event.mutable_ticket_held()->set_window(state_.ticket(ticket)->window);
  event.mutable_ticket_held()->set_pool(pool);
  fold(event);
}

void HallStory::close(WindowNumber window) {
  wire::Event event;
  event.mutable_window_closed()->set_window(window);
  fold(event);
}

void HallStory::grant_voucher(TicketKey yesterday, const std::string& service) {
  wire::Event event;
  auto* voucher = event.mutable_vouchers_granted()->add_vouchers();
  voucher->set_ticket(yesterday);
  voucher->set_service(service);
  fold(event);
}

void HallStory::set_emergency(const std::string& zh, const std::string& en) {
  wire::Event event;
  event.mutable_emergency_set()->mutable_text()->set_zh(zh);
  event.mutable_emergency_set()->mutable_text()->set_en(en);
  event.mutable_emergency_set()->set_clerk("0009");
  fold(event);
}

void HallStory::report(const std::string& owner, const std::string& device, wire::DeviceState state,
                       const std::vector<std::string>& facts) {
  wire::Event event;
  wire::DeviceRecord& record = *event.mutable_device_reported()->mutable_record();
  record.set_owner(owner);
  record.set_device(device);
  record.set_state(state);
  for (const std::string& fact : facts) record.add_facts(fact);
  record.set_since_ms(now_.ms);
  fold(event);
}

void HallStory::raise(wire::AlarmKind kind, const std::string& subject) {
  wire::Event event;
  event.mutable_alarm_raised()->set_kind(kind);
  event.mutable_alarm_raised()->set_subject(subject);
  fold(event);
}

void HallStory::estimate(const std::string& service, uint32_t p50, uint32_t p90, bool is_open) {
  wire::ServiceEstimate& told = estimates_[service];
  told.set_service(service);
  told.set_wait_min_p50(p50);
  told.set_wait_min_p90(p90);
  told.set_open(is_open);
}

BoardInput HallStory::input(Time stale_since) const {
  const auto find = [this](std::string_view service) -> const wire::ServiceEstimate* {
    const auto found = estimates_.find(service);
    return found == estimates_.end() ? nullptr : &found->second;
  };
  return {.state = state_,
          .estimate = find,
          .fresh = !stale_since.is_set(),
          .stale_since = stale_since,
          .zone = &zone_,
          .now = now_,
          .started = {}};
}

Board HallStory::board(Time stale_since) const { return make_board(input(stale_since)); }

}  // namespace yichuang::display
