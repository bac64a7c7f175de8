#include "drivers/reader.h"

namespace yichuang {

DeviceCondition condition_of(const ReaderFacts& facts) {
  if (facts.away) return DeviceCondition::kAway;
  return facts.silent ? DeviceCondition::kStopped : DeviceCondition::kReady;
}

std::vector<const char*> names_of(const ReaderFacts& facts) {
  std::vector<const char*> names;
  if (facts.silent) names.push_back("silent");
  return names;
}

std::string text_of(const ReaderStatus& status) {
  return text_of(status.condition, names_of(status.facts));
}

const char* name_of(CardOutcome outcome) {
  switch (outcome) {
    case CardOutcome::kRead:
      return "read";
    case CardOutcome::kMoved:
      return "moved";
    case CardOutcome::kUnreadable:
      return "unreadable";
  }
  return "?";
}

}  // namespace yichuang
