#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "catalogue/reading.h"

namespace yichuang {
namespace {

void read_policy(const ConfigTable& table, Rules& rules) {
  const std::string name = table.text_or("policy", name_of(rules.policy));
  for (const Policy policy : {Policy::kAccumulating, Policy::kFifo, Policy::kAbsolute}) {
    if (name != name_of(policy)) continue;
    rules.policy = policy;
    return;
  }
  table.problem("policy",
                fmt::format("\"accumulating\", \"fifo\" or \"absolute\", found \"{}\"", name));
}

// How many times the waiting of each class counts, against 1 for everybody else.
void read_rates(const ConfigTable& table, Rules& rules) {
  struct Rate {
    const char* key;
    PriorityClass priority;
  };
  constexpr Rate kRates[] = {{"ordinary", wire::PRIORITY_CLASS_ORDINARY},
                             {"elderly", wire::PRIORITY_CLASS_ELDERLY},
                             {"disabled", wire::PRIORITY_CLASS_DISABLED},
                             {"pregnant", wire::PRIORITY_CLASS_PREGNANT},
                             {"soldier", wire::PRIORITY_CLASS_SOLDIER},
                             {"with_children", wire::PRIORITY_CLASS_WITH_CHILDREN},
                             {"voucher", wire::PRIORITY_CLASS_VOUCHER}};
  const auto rates = table.table_or_none("rates");
  if (!rates) return;
  for (const Rate& rate : kRates) {
    uint32_t& value = rules.rates[rate.priority];
    value = static_cast<uint32_t>(rates->integer_or(rate.key, value, 1, 100));
  }
  rules.rates[wire::PRIORITY_CLASS_UNSPECIFIED] = rules.rates[wire::PRIORITY_CLASS_ORDINARY];
}

void read_numbers(const ConfigTable& table, Rules& rules) {
  struct Number {
    const char* key;
    uint32_t Rules::*rule;
    int64_t min;
    int64_t max;
  };
  constexpr Number kNumbers[] = {
      {"confirm_seconds", &Rules::confirm_seconds, 10, 600},
      {"recall_seconds", &Rules::recall_seconds, 5, 300},
      {"calls", &Rules::calls_max, 1, 10},
      {"reactivate_behind", &Rules::reactivate_behind, 1, 50},
      {"slot_early_minutes", &Rules::slot_early_minutes, 1, 120},
      {"slot_late_minutes", &Rules::slot_late_minutes, 1, 120},
      {"bookings_per_person", &Rules::bookings_per_person, 1, 20},
      {"booking_days", &Rules::booking_days, 1, 60},
      {"agent_cases", &Rules::agent_cases, 1, 100},
      {"issue_early_minutes", &Rules::issue_early_minutes, 1, 240},
  };
  for (const Number& number : kNumbers) {
    uint32_t& rule = rules.*number.rule;
    rule = static_cast<uint32_t>(table.integer_or(number.key, rule, number.min, number.max));
  }
  rules.missed_is_void = table.boolean_or("missed_is_void", rules.missed_is_void);
}

void read_alarms(const ConfigTable& table, Rules& rules) {
  const auto alarms = table.table_or_none("alarms");
  if (!alarms) return;
  const auto read = [&](const char* key, uint32_t& rule) {
    rule = static_cast<uint32_t>(alarms->integer_or(key, rule, 1, 999));
  };
  read("wait_minutes", rules.alarm_wait_minutes);
  read("waiting", rules.alarm_waiting);
  read("waiting_high", rules.alarm_waiting_high);
  read("hold_minutes", rules.alarm_hold_minutes);
  if (rules.alarm_waiting_high <= rules.alarm_waiting) {
    alarms->problem("waiting_high",
                    fmt::format("more than waiting, which is {}", rules.alarm_waiting));
  }
}

bool is_letter(const std::string& text) {
  return text.size() == 1 && text[0] >= 'A' && text[0] <= 'Z';
}

void read_offline(const ConfigTable& root, Catalogue& catalogue) {
  std::set<std::string> letters;
  std::set<std::string> kiosks;
  for (const auto& service : catalogue.services) letters.insert(service.prefix);
  for (const ConfigTable& table : root.tables("offline", limits::kWindowsMax)) {
    OfflineSeriesDefinition series{table.text("kiosk", 32), table.text("letter", 60)};
    if (!series.kiosk.empty() && !kiosks.insert(series.kiosk).second) {
      table.problem("kiosk", fmt::format("each kiosk once, found \"{}\" again", series.kiosk));
    }
    if (!series.prefix.empty() && !is_letter(series.prefix)) {
      table.problem("letter",
                    fmt::format("one capital letter, A to Z, found \"{}\"", series.prefix));
    } else if (!series.prefix.empty() && !letters.insert(series.prefix).second) {
      table.problem("letter", fmt::format("a letter that no service and no other kiosk has, found "
                                          "\"{}\" again",
                                          series.prefix));
    }
    catalogue.offline_series.push_back(std::move(series));
  }
}

}  // namespace

void read_rules(Reading& reading) {
  const auto path = reading.folder / "rules.toml";
  if (!std::filesystem::exists(path)) return;  // the defaults are a whole set of rules
  const auto root = reading.open(path);
  if (!root) return;
  Rules& rules = reading.catalogue.rules;
  read_policy(*root, rules);
  read_rates(*root, rules);
  read_numbers(*root, rules);
  read_alarms(*root, rules);
  read_offline(*root, reading.catalogue);
}

}  // namespace yichuang
