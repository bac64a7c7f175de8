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
  const auto add = [&](const std::string& text) {
    if (!out.empty()) out += words.chinese() ? "、" : ", ";
    out += text;
  };
  bool wordless = false;  // a newer driver's fact
  for (const std::string_view fact : device.state.facts) {
    const std::string key = fmt::format("common.fact.{}", fact);
    if (view.texts.has(words.language(), key)) {
      add(words.large(key));
    } else {
      wordless = true;
    }
  }
  if (wordless)
    add(words.large(fmt::format("common.condition.{}", name_of(device.state.condition))));
  return out;
}

void add_papers(const Words& words, const StaffFacts::Papers& papers,
                std::vector<StaffLine>& lines) {
  const char* answer = !papers.web_answers   ? "kiosk.staff.asking"
                       : *papers.web_answers ? "kiosk.staff.connected"
                                             : "kiosk.staff.no_answer";
  lines.push_back({words.large("kiosk.staff.web"), words.large(answer),
                   !papers.web_answers   ? Health::kFair
                   : *papers.web_answers ? Health::kGood
                                         : Health::kBad});
  lines.push_back({words.large("kiosk.staff.papers_waiting"), std::to_string(papers.waiting),
                   papers.waiting == 0 ? Health::kGood : Health::kFair});
  if (papers.not_taken == 0) return;
  std::string value = std::to_string(papers.not_taken);
  for (const std::string& number : papers.not_taken_of) value += "  " + number;
  lines.push_back({words.large("kiosk.staff.papers_not_taken"), value, Health::kBad});
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
  if (facts.papers) add_papers(words, *facts.papers, lines);
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
