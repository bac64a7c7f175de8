#include "drivers/driver.h"

#include <fmt/core.h>

#include <algorithm>

#include "drivers/usb_id.h"

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

Error bad_address(std::string_view text) {
  return {ErrorCode::kInvalid,
          fmt::format("printer address '{}': write scheme:usb, scheme:usb:VENDOR:PRODUCT or "
                      "scheme:usb:VENDOR:PRODUCT:SERIAL, with four hexadecimal digits for vendor "
                      "and product, for example escpos:usb:04b8:0202",
                      text.substr(0, 120))};
}

// Takes the text up to the next ':' off the front of `rest`.
std::string_view take_part(std::string_view& rest) {
  const size_t end = std::min(rest.find(':'), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

}  // namespace

const char* name_of(PrinterState state) {
  switch (state) {
    case PrinterState::kAway:
      return "away";
    case PrinterState::kReady:
      return "ready";
    case PrinterState::kAttention:
      return "attention";
    case PrinterState::kStopped:
      return "stopped";
  }
  return "?";
}

PrinterState state_of(const PrinterFacts& facts) {
  if (facts.away) return PrinterState::kAway;
  const bool stopped = facts.paper_out || facts.cover_open || facts.offline || facts.cutter_error ||
                       facts.overheated || facts.unrecoverable;
  if (stopped) return PrinterState::kStopped;
  return facts.paper_near_end ? PrinterState::kAttention : PrinterState::kReady;
}

std::string text_of(const PrinterStatus& status) {
  std::string text = name_of(status.state);
  char separator = ':';
  const auto add = [&](bool fact, const char* name) {
    if (!fact) return;
    if (separator == ':') text += ':';
    separator = ' ';
    text += ' ';
    text += name;
  };
  add(status.facts.paper_out, "paper_out");
  add(status.facts.paper_near_end, "paper_near_end");
  add(status.facts.cover_open, "cover_open");
  add(status.facts.offline, "offline");
  add(status.facts.cutter_error, "cutter_error");
  add(status.facts.overheated, "overheated");
  add(status.facts.unrecoverable, "unrecoverable");
  return text;
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

Result<DeviceAddress> DeviceAddress::parse(std::string_view text) {
  constexpr size_t kAddressBytesMax = 200;
  if (text.size() > kAddressBytesMax) return bad_address(text);
  std::string_view rest = text;
  DeviceAddress address;
  address.scheme = take_part(rest);
  address.bus = take_part(rest);
  if (address.scheme.empty() || address.bus != "usb") return bad_address(text);
  if (rest.empty()) {
    if (text.back() == ':') return bad_address(text);
    return address;
  }
  address.vendor = parse_usb_id(take_part(rest));
  address.product = parse_usb_id(take_part(rest));
  if (!address.vendor || !address.product) return bad_address(text);
  address.serial = rest;  // the rest, so that a serial number may hold a colon
  return address;
}

std::string DeviceAddress::text() const {
  std::string text = scheme + ":" + bus;
  if (vendor && product) text += fmt::format(":{:04x}:{:04x}", *vendor, *product);
  if (!serial.empty()) text += ":" + serial;
  return text;
}

}  // namespace yichuang
