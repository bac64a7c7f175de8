#include "kiosk/screens/staff_words.h"

#include <fmt/format.h>

namespace yichuang::kiosk {
namespace {

using Health = StaffLine::Health;

constexpr float kRowsPerMetre = 8'000;

std::string clock_of(const View& view, Time at) {
  return view.zone && at.is_set() ? clock_face(view.zone->local(at)) : "—";
}

std::string device_words(const View& view, const StaffFacts::NamedDevice& device) {
  const Words words(view);
  if (device.state.facts.empty() || device.state.condition == DeviceCondition::kAway)
    return words.large(fmt::format("common.condition.{}", name_of(device.state.condition)));
  std::string out;
  for (const std::string_view fact : device.state.facts) {
    const std::string key = fmt::format("common.fact.{}", fact);
    if (!out.empty()) out += words.chinese() ? "、" : ", ";
    out += view.texts.has(words.language(), key) ? words.large(key) : std::string(fact);
  }
  return out;
}

Health health_of(DeviceCondition condition) {
  if (condition == DeviceCondition::kReady) return Health::kGood;
  return condition == DeviceCondition::kAttention ? Health::kFair : Health::kBad;
}

}  // namespace

std::vector<StaffLine> staff_lines(const View& view) {
  const Words words(view);
  const StaffFacts facts = view.staff();
  std::vector<StaffLine> lines;
  lines.push_back({words.large("kiosk.staff.server"),
                   facts.connected ? words.large("kiosk.staff.connected")
                                   : words.large("kiosk.staff.cut_off",
                                                 {{"time", clock_of(view, facts.last_contact)}}),
                   facts.connected ? Health::kGood : Health::kBad});
  if (facts.own_waiting > 0)
    lines.push_back(
        {words.large("kiosk.staff.own_waiting"), std::to_string(facts.own_waiting), Health::kFair});
  for (const StaffFacts::NamedDevice& device : facts.devices)
    lines.push_back({words.large("common.device." + device.name), device_words(view, device),
                     health_of(device.state.condition)});
  lines.push_back({words.large("kiosk.staff.printed"),
                   words.large("kiosk.staff.counts",
                               {{"tickets", facts.counts.printed}, {"cuts", facts.counts.cuts}})});
  const float metres = static_cast<float>(facts.rows_on_roll) / kRowsPerMetre;
  lines.push_back({words.large("kiosk.staff.paper"),
                   words.large("kiosk.staff.metres", {{"metres", fmt::format("{:.1f}", metres)}})});
  if (facts.test_print)
    lines.push_back({words.large("kiosk.staff.test_print"),
                     words.large(fmt::format("kiosk.staff.outcome.{}", name_of(*facts.test_print))),
                     *facts.test_print == PrintOutcome::kPrinted ? Health::kGood : Health::kBad});
  return lines;
}

std::string last_numbers(const View& view) {
  std::string numbers;
  for (const StaffFacts::GivenNumber& given : view.staff().last) {
    if (!numbers.empty()) numbers += "   ";
    numbers += fmt::format("{} {}", given.number, clock_of(view, given.at));
  }
  return numbers.empty() ? "—" : numbers;
}

}  // namespace yichuang::kiosk
