#include "drivers/printer.h"

#include <fmt/core.h>

#include <algorithm>

namespace yichuang {
namespace {

// The words of a reason. `staff` says what is wrong and how to mend it.
struct ReasonWords {
  PrintReason reason;
  const char* code;
  const char* staff;
};

constexpr ReasonWords kReasonWords[] = {
    {PrintReason::kNone, "printer.ok", "The printer confirmed the ticket."},
    {PrintReason::kAway, "printer.away",
     "The printer is not connected. Check its power switch and its USB cable."},
    {PrintReason::kPaperOut, "printer.paper_out",
     "The paper has run out. Put in a new roll, print side up, and close the cover."},
    {PrintReason::kCoverOpen, "printer.cover_open", "The printer's cover is open. Close it."},
    {PrintReason::kOffline, "printer.offline",
     "The printer is offline. Release its feed button; if that does not help, switch it off and "
     "on."},
    {PrintReason::kCutterError, "printer.cutter_error",
     "The cutter is jammed. Open the cover, take out the paper at the blade, close the cover."},
    {PrintReason::kOverheated, "printer.overheated",
     "The print head is too hot. It goes on by itself when it has cooled."},
    {PrintReason::kUnrecoverable, "printer.unrecoverable",
     "The printer reports a fault that it cannot clear. Switch it off and on; if the fault stays, "
     "have it repaired."},
    {PrintReason::kUnplugged, "printer.unplugged",
     "The printer was lost while it printed. Check its power and its USB cable."},
    {PrintReason::kNoAnswer, "printer.no_answer",
     "The printer does not answer. Switch it off and on."},
    {PrintReason::kTransferError, "printer.transfer_error",
     "The USB connection to the printer failed. Check the cable; if it happens again, replace it."},
    {PrintReason::kQueueFull, "printer.queue_full",
     "Too many tickets wait for this printer. See why it is slow or stopped."},
    {PrintReason::kBadJob, "printer.bad_job",
     "The ticket does not fit this printer's paper. Check the paper width in the kiosk's "
     "configuration."},
    {PrintReason::kClosed, "printer.closed", "The kiosk program was stopping."},
};

const ReasonWords& words_of(PrintReason reason) {
  const auto* found = std::ranges::find(kReasonWords, reason, &ReasonWords::reason);
  HALL_ASSERT(found != std::end(kReasonWords));
  return *found;
}

}  // namespace

DeviceCondition condition_of(const PrinterFacts& facts) {
  if (facts.away) return DeviceCondition::kAway;
  const bool stopped = facts.paper_out || facts.cover_open || facts.offline || facts.cutter_error ||
                       facts.overheated || facts.unrecoverable;
  if (stopped) return DeviceCondition::kStopped;
  return facts.paper_near_end ? DeviceCondition::kAttention : DeviceCondition::kReady;
}

std::vector<const char*> names_of(const PrinterFacts& facts) {
  std::vector<const char*> names;
  if (facts.paper_out) names.push_back("paper_out");
  if (facts.paper_near_end) names.push_back("paper_near_end");
  if (facts.cover_open) names.push_back("cover_open");
  if (facts.offline) names.push_back("offline");
  if (facts.cutter_error) names.push_back("cutter_error");
  if (facts.overheated) names.push_back("overheated");
  if (facts.unrecoverable) names.push_back("unrecoverable");
  return names;
}

std::string text_of(const PrinterStatus& status) {
  return text_of(status.condition, names_of(status.facts));
}

const char* name_of(PrintOutcome outcome) {
  switch (outcome) {
    case PrintOutcome::kPrinted:
      return "printed";
    case PrintOutcome::kFailed:
      return "failed";
    case PrintOutcome::kUnknown:
      return "unknown";
  }
  return "?";
}

const char* code_of(PrintReason reason) { return words_of(reason).code; }

PrintResult make_result(PrintOutcome outcome, PrintReason reason) {
  HALL_ASSERT((outcome == PrintOutcome::kPrinted) == (reason == PrintReason::kNone));
  const ReasonWords& words = words_of(reason);
  return {outcome, reason, words.code, words.staff};
}

}  // namespace yichuang
