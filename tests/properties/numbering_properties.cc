// Numbers name one ticket a day: the series counts without a gap, and ends rather than wraps.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "base/limits.h"
#include "hall/apply.h"
#include "hall/rules.h"
#include "queue-server/numbering.h"
#include "tests/properties/catalogues.h"

namespace yichuang::properties {
namespace {

RC_GTEST_PROP(Number, IsALetterAndThreeDigits, ()) {
  const auto ordinal = *rc::gen::inRange<uint32_t>(1, limits::kSeriesOrdinalMax + 1);
  const std::string text = number_text("K", ordinal);
  RC_ASSERT(text.size() == 4u);
  RC_ASSERT(static_cast<uint32_t>(std::stoul(text.substr(1))) == ordinal);
}

// However the services of one letter take turns, no number comes twice and none is left out.
RC_GTEST_PROP(Number, ServicesOfOneLetterShareOneSeries, (const std::vector<bool>& turns)) {
  State state;
  const Opening opening = office_hours();
  wire::Event event;
  const auto fold = [&] {
    event.set_seq(state.seq + 1);
    event.set_at_ms(1'795'000'000'000);
    RC_ASSERT(cannot_follow(state, event) == "");
    apply(state, event);
  };
  *event.mutable_day_opened()->mutable_catalogue() = catalogue_of(6, 20261123, opening);
  event.mutable_day_opened()->set_day(20261123);
  event.mutable_day_opened()->set_next_ticket(1);
  event.mutable_day_opened()->mutable_catalogue()->mutable_services(1)->set_prefix("A");
  fold();
  std::set<std::string> numbers;
  for (const bool second : turns) {
    const Service& service = state.services[second ? 1 : 0];
    const auto number = next_number(state, service);
    RC_ASSERT(number.has_value());
    RC_ASSERT(*number == fmt::format("A{:03}", numbers.size() + 1));
    RC_ASSERT(numbers.insert(*number).second);
    event.mutable_ticket_issued()->set_ticket(state.next_ticket());
    event.mutable_ticket_issued()->set_number(*number);
    event.mutable_ticket_issued()->set_service(service.id);
    fold();
  }
  RC_ASSERT(last_ordinal(state, "A") == numbers.size());
}

// A full series ends. It never wraps, whatever the last number is.
RC_GTEST_PROP(Number, AFullSeriesGivesNoNumber, ()) {
  State state;
  Service& service = state.services.emplace_back();
  service.prefix = "A";
  const auto last = *rc::gen::inRange<uint32_t>(0, limits::kSeriesOrdinalMax + 5);
  state.series["A"].ordinal = last;
  const auto number = next_number(state, service);
  RC_ASSERT(number.has_value() == (last < limits::kSeriesOrdinalMax));
  if (number) RC_ASSERT(*number == number_text("A", last + 1));
}

// The rules of a hall survive the wire.
RC_GTEST_PROP(Rules, AreTheSameAfterTheWire, ()) {
  Rules rules;
  rules.policy = *rc::gen::element(Policy::kAccumulating, Policy::kFifo, Policy::kAbsolute);
  for (uint32_t& rate : rules.rates) rate = *rc::gen::inRange(1u, 101u);
  rules.missed_is_void = *rc::gen::arbitrary<bool>();
  rules.calls_max = *rc::gen::inRange(1u, 11u);
  rules.booking_days = *rc::gen::inRange(1u, 61u);
  RC_ASSERT(rules_of(to_wire(rules)) == rules);
}

}  // namespace
}  // namespace yichuang::properties
