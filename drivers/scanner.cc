#include "drivers/scanner.h"

#include <algorithm>

namespace yichuang {
namespace {

// The words of a reason. `staff` says what is wrong and how to mend it.
struct ReasonWords {
  ScanReason reason;
  const char* code;
  const char* staff;
};

constexpr ReasonWords kReasonWords[] = {
    {ScanReason::kNone, "scanner.ok", "The page was scanned whole."},
    {ScanReason::kCancelled, "scanner.cancelled", "The scan was cancelled."},
    {ScanReason::kAway, "scanner.away",
     "The scanner is not connected or does not answer. Check its power switch and its cable."},
    {ScanReason::kNoPaper, "scanner.no_paper",
     "There is no paper in the feeder. Put the papers in until they are gripped."},
    {ScanReason::kJammed, "scanner.jammed",
     "Paper is stuck in the feeder. Open its cover, pull the paper out straight, close the cover."},
    {ScanReason::kCoverOpen, "scanner.cover_open", "The scanner's cover is open. Close it."},
    {ScanReason::kBusy, "scanner.busy",
     "Another program, or a person at its panel, uses the scanner. End that first."},
    {ScanReason::kUnplugged, "scanner.unplugged",
     "The scanner was lost while it scanned. Check its power and its cable."},
    {ScanReason::kTransferError, "scanner.transfer_error",
     "The connection to the scanner failed. Check the cable; if it happens again, replace it."},
    {ScanReason::kTruncated, "scanner.truncated",
     "The scanner stopped before the end of the page. Scan the page again."},
    {ScanReason::kBadJob, "scanner.bad_job",
     "The scanner cannot scan so (source, colour or format). Check the kiosk's configuration."},
    {ScanReason::kTooLarge, "scanner.too_large",
     "The page is larger than can be held. Scan it with a lower resolution."},
    {ScanReason::kCrashed, "scanner.crashed",
     "The scanner's backend failed and is started again. If it happens again, switch the scanner "
     "off and on."},
    {ScanReason::kHung, "scanner.hung",
     "The scanner said nothing for too long and is started again. If it happens again, switch it "
     "off and on."},
    {ScanReason::kNotTaken, "scanner.not_taken", "The kiosk could not keep the page."},
    {ScanReason::kQueueFull, "scanner.queue_full", "The scanner is at work on another page."},
    {ScanReason::kClosed, "scanner.closed", "The kiosk program was stopping."},
};
static_assert(std::size(kReasonWords) == static_cast<size_t>(kScanReasonLast) + 1);

const ReasonWords& words_of(ScanReason reason) {
  const ReasonWords& words = kReasonWords[static_cast<size_t>(reason)];
  HALL_ASSERT(words.reason == reason);
  return words;
}

}  // namespace

DeviceCondition condition_of(const ScannerFacts& facts) {
  if (facts.away) return DeviceCondition::kAway;
  if (facts.stopped) return DeviceCondition::kStopped;
  const bool attention = facts.failing || facts.cover_open || facts.jammed;
  return attention ? DeviceCondition::kAttention : DeviceCondition::kReady;
}

std::vector<const char*> names_of(const ScannerFacts& facts) {
  std::vector<const char*> names;
  if (facts.failing) names.push_back("failing");
  if (facts.cover_open) names.push_back("cover_open");
  if (facts.jammed) names.push_back("jammed");
  if (facts.stopped) names.push_back("stopped");
  if (facts.paper_loaded) names.push_back("paper_loaded");
  return names;
}

std::string text_of(const ScannerStatus& status) {
  return text_of(status.condition, names_of(status.facts));
}

const char* name_of(ScanSource source) {
  switch (source) {
    case ScanSource::kFlatbed:
      return "flatbed";
    case ScanSource::kFeeder:
      return "feeder";
    case ScanSource::kFeederDuplex:
      return "feeder duplex";
  }
  return "?";
}

bool ScannerCapabilities::has(ScanSource source) const {
  return std::ranges::find(sources, source) != sources.end();
}

int pick_dpi(const ScannerCapabilities& able, int wished) {
  if (able.dpi.empty())
    return able.dpi_max == 0 ? 0 : std::clamp(wished, able.dpi_min, able.dpi_max);
  const auto enough = std::ranges::find_if(able.dpi, [&](int each) { return each >= wished; });
  return enough == able.dpi.end() ? able.dpi.back() : *enough;
}

const char* name_of(ScanOutcome outcome) {
  switch (outcome) {
    case ScanOutcome::kScanned:
      return "scanned";
    case ScanOutcome::kCancelled:
      return "cancelled";
    case ScanOutcome::kFailed:
      return "failed";
  }
  return "?";
}

const char* code_of(ScanReason reason) { return words_of(reason).code; }

ScanResult make_scan_result(ScanReason reason, int pages) {
  const ReasonWords& words = words_of(reason);
  ScanOutcome outcome = ScanOutcome::kFailed;
  if (reason == ScanReason::kNone) outcome = ScanOutcome::kScanned;
  if (reason == ScanReason::kCancelled) outcome = ScanOutcome::kCancelled;
  return {outcome, reason, pages, words.code, words.staff};
}

}  // namespace yichuang
