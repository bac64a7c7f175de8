#include "tests/properties/step.h"

#include "base/assert.h"

namespace yichuang::properties {
namespace {

constexpr std::array kServices = {"social", "medical", "tax", "social", "medical", "nothing"};

std::string service(uint8_t byte) { return kServices[byte % kServices.size()]; }

WindowNumber window(uint8_t byte) { return byte == 255 ? 0 : 1 + byte % 5; }

// Mostly one of the last tickets, else any of today, and now and then one that does not exist.
TicketKey ticket(uint8_t byte, const State& state) {
  const auto all = static_cast<TicketKey>(state.tickets.size());
  if (byte % 2 == 0) return state.next_ticket() - byte / 2 % 6;
  return state.first_ticket + byte / 2 % (all + 2);
}

AppointmentKey appointment(uint8_t byte, const State& state) {
  return state.next_appointment - byte % 6;
}

std::string person(uint8_t byte) {
  if (byte % 16 == 15) return "short";
  return byte % 2 == 0 ? "" : std::string(kPersonBytes, static_cast<char>('a' + byte % 5));
}

PriorityClass priority(uint8_t byte) {
  if (byte < 128) return wire::PRIORITY_CLASS_UNSPECIFIED;
  return static_cast<PriorityClass>(byte % 12);  // some beyond the last class
}

wire::Delivery delivery(uint8_t byte) {
  return byte % 8 == 0 ? wire::DELIVERY_UNSPECIFIED
                       : static_cast<wire::Delivery>(wire::DELIVERY_PRINTED + byte % 2);
}

std::string reason(uint8_t byte) { return byte % 8 == 0 ? "" : "用餐"; }

std::string token(uint8_t byte, TicketKey key, const Moment& moment) {
  if (byte % 4 == 0) return "no token at all";
  return byte % 4 == 1 && moment.tokens ? ticket_token(*moment.tokens, key) : "";
}

// The start of some slot, or near it; nonsense now and then.
int64_t slot_ms(const Step& step, const Moment& moment) {
  if (step.detail == 255) return INT64_MAX;
  if (step.detail == 254) return INT64_MIN;
  constexpr int64_t kSlotMs = 30 * 60'000;
  return (moment.now.ms / kSlotMs + 1 + step.detail % 40) * kSlotMs + (step.choice == 7 ? 1 : 0);
}

void fill_issue(const Step& step, const State& state, const Moment& moment, wire::Command& c) {
  auto& issue = *c.mutable_issue_ticket();
  issue.set_service(service(step.service));
  if (step.choice % 8 == 1) issue.add_more_services(service(step.choice));
  if (step.choice % 8 == 2) {
    for (int i = 0; i < 7; ++i) issue.add_more_services(service(static_cast<uint8_t>(i)));
  }
  issue.set_priority(priority(step.detail));
  issue.set_person(person(step.choice / 8));
  issue.set_cases(step.subject % 6);
  if (step.subject % 16 == 0 && !state.vouchers.empty() && moment.tokens) {
    issue.set_voucher(ticket_token(*moment.tokens, state.vouchers.begin()->first));
  }
  if (step.subject == 255) issue.set_voucher("not a voucher");
}

void fill_adopt(const Step& step, const Moment& moment, wire::Command& c) {
  auto& adopt = *c.mutable_adopt_ticket();
  adopt.set_service(service(step.service));
  adopt.set_ordinal(step.choice < 250 ? step.choice : 900 + step.choice);
  adopt.set_issued_ms(moment.now.ms - (step.detail - 20) * int64_t{60'000});
  if (step.detail == 255) adopt.set_issued_ms(INT64_MAX);
  if (step.detail == 254) adopt.set_issued_ms(INT64_MIN);
  adopt.set_last_contact_ms(moment.now.ms - (step.subject - 20) * int64_t{60'000});
  if (step.subject == 255) adopt.set_last_contact_ms(INT64_MIN);
  adopt.set_delivery(delivery(step.subject));
  adopt.set_priority(priority(step.detail));
}

void fill_transfer(const Step& step, wire::Command& c) {
  auto& transfer = *c.mutable_transfer_ticket();
  transfer.set_window(window(step.subject));
  if (step.choice % 4 != 0) transfer.set_service(service(step.service));
  if (step.choice % 2 == 0) transfer.set_to_window(window(step.detail));
  transfer.set_reason(reason(step.choice));
  transfer.set_front(step.choice % 5 == 0);
}

void fill_window_services(const Step& step, wire::Command& c) {
  auto& set = *c.mutable_set_window_services();
  set.set_window(window(step.subject));
  set.set_general(step.choice % 3 == 0);
  if (step.choice % 3 != 0) set.add_services(service(step.service));
  if (step.choice % 3 == 2) set.add_services(service(step.service + 1));
  set.set_helps(step.detail % 2 == 0);
}

void fill_device(const Step& step, wire::Command& c) {
  auto& report = *c.mutable_report_device();
  report.set_device(step.choice % 8 == 0 ? "a/b" : "printer-" + std::to_string(step.choice % 8));
  report.set_state(static_cast<wire::DeviceState>(step.detail % 5));
  for (int i = 0; i < step.detail % 16; ++i) report.add_facts(std::string(40, 'f'));
}

// What happens before a visit: the ticket and the person's wishes.
bool fill_ticket(uint8_t action, const Step& step, const State& state, const Moment& moment,
                 wire::Command& c) {
  const TicketKey key = ticket(step.subject, state);
  if (action < 10) {
    fill_issue(step, state, moment, c);
  } else if (action < 20) {
    c.mutable_confirm_ticket()->set_ticket(key);
    c.mutable_confirm_ticket()->set_delivery(delivery(step.choice));
  } else if (action == 20) {
    c.mutable_cancel_ticket()->set_ticket(key);
    c.mutable_cancel_ticket()->set_token(token(step.choice, key, moment));
  } else if (action < 24) {
    c.mutable_reactivate_ticket()->set_ticket(key);
    if (step.choice % 2 == 0) {
      c.mutable_reactivate_ticket()->set_token(token(step.choice / 2, key, moment));
    }
  } else if (action < 26) {
    c.mutable_grant_priority()->set_ticket(key);
    c.mutable_grant_priority()->set_priority(static_cast<PriorityClass>(step.detail % 12));
    c.mutable_grant_priority()->set_reason(reason(step.choice));
  } else if (action == 26) {
    fill_adopt(step, moment, c);
  } else if (action < 29) {
    c.mutable_resume_ticket()->set_ticket(key);
  } else {
    return false;
  }
  return true;
}

bool fill_visit(uint8_t action, const Step& step, wire::Command& c) {
  const WindowNumber at = window(step.subject);
  if (action < 35) {
    c.mutable_call_next()->set_window(at);
  } else if (action < 37) {
    c.mutable_recall_ticket()->set_window(at);
  } else if (action < 39) {
    c.mutable_mark_missed()->set_window(at);
  } else if (action < 42) {
    c.mutable_start_service()->set_window(at);
  } else if (action < 44) {
    c.mutable_complete_service()->set_window(at);
    c.mutable_complete_service()->set_all(step.choice % 4 == 0);
    c.mutable_complete_service()->set_outcome(static_cast<wire::VisitOutcome>(step.choice % 6));
  } else if (action == 44) {
    c.mutable_hold_ticket()->set_window(at);
    c.mutable_hold_ticket()->set_pool(step.choice % 2 == 0);
  } else if (action == 45) {
    fill_transfer(step, c);
  } else if (action == 46) {
    c.mutable_add_service()->set_window(at);
    c.mutable_add_service()->set_service(service(step.service));
  } else if (action == 47) {
    c.mutable_serve_walk_in()->set_window(at);
    c.mutable_serve_walk_in()->set_service(service(step.service));
  } else {
    return false;
  }
  return true;
}

void fill_window(uint8_t action, const Step& step, wire::Command& c) {
  const WindowNumber at = window(step.subject);
  switch (action) {
    case 48:
      c.mutable_sign_in()->set_window(at);
      return;
    case 49:
      c.mutable_sign_out()->set_window(at);
      return;
    case 50:
      c.mutable_open_window()->set_window(at);
      return;
    case 51:
      c.mutable_pause_window()->set_window(at);
      c.mutable_pause_window()->set_reason(reason(step.choice));
      c.mutable_pause_window()->set_minutes(step.choice % 32);
      return;
    case 52:
      c.mutable_close_window()->set_window(at);
      return;
    case 53:
      return fill_window_services(step, c);
    default:
      return fill_device(step, c);
  }
}

void fill_appointment(uint8_t action, const Step& step, const State& state, const Moment& moment,
                      wire::Command& c) {
  const AppointmentKey key = appointment(step.subject, state);
  switch (action) {
    case 55:
    case 56:
      c.mutable_book_appointment()->set_service(service(step.service));
      c.mutable_book_appointment()->set_slot_ms(slot_ms(step, moment));
      c.mutable_book_appointment()->set_person(person(step.choice | 1));
      return;
    case 57:
      c.mutable_move_appointment()->set_appointment(key);
      c.mutable_move_appointment()->set_slot_ms(slot_ms(step, moment));
      return;
    case 58:
      c.mutable_cancel_appointment()->set_appointment(key);
      return;
    default:
      c.mutable_check_in()->set_appointment(key);
      if (step.choice % 4 == 0) c.mutable_check_in()->set_token("no token");
      return;
  }
}

}  // namespace

std::vector<Step> steps_of(const uint8_t* bytes, size_t size, size_t max) {
  std::vector<Step> steps;
  for (size_t i = 0; i + kStepBytes <= size && steps.size() < max; i += kStepBytes) {
    const uint8_t* b = bytes + i;
    steps.push_back({b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]});
  }
  return steps;
}

int64_t pause_ms(const Step& step) {
  constexpr std::array<int64_t, 8> kUnits = {0, 0, 1, 100, 1000, 1000, 1000, 10'000};
  return step.pause * kUnits[step.unit % kUnits.size()];
}

wire::Command command_of(const Step& step, const State& state, const Moment& moment) {
  const uint8_t action = step.action % kActions;
  HALL_ASSERT(action < kCommands);
  wire::Command command;
  if (action >= 60) {
    command.mutable_call_next()->set_window(window(step.subject));
    return command;
  }
  if (fill_ticket(action, step, state, moment, command)) return command;
  if (fill_visit(action, step, command)) return command;
  if (action < 55) {
    fill_window(action, step, command);
  } else {
    fill_appointment(action, step, state, moment, command);
  }
  return command;
}

Actor actor_of(const Step& step) {
  constexpr std::array kClerks = {"1001", "1002", "1003", "1004"};
  switch (step.who % 8) {
    case 0:
      return {"kiosk-1", Role::kKiosk, "", wire::STAFF_ROLE_UNSPECIFIED};
    case 1:
    case 2:
    case 3:
    case 4:
      return {"tool", Role::kAdmin, "", wire::STAFF_ROLE_UNSPECIFIED};
    default:
      return {"web-1", Role::kWeb, kClerks[step.who / 8 % kClerks.size()],
              static_cast<wire::StaffRole>(step.who / 32 % 6)};
  }
}

}  // namespace yichuang::properties
