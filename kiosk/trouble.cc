#include "kiosk/trouble.h"

namespace yichuang::kiosk {

const char* name_of(Trouble trouble) {
  switch (trouble) {
    case Trouble::kSeriesFull:
      return "series_full";
    case Trouble::kServiceClosed:
      return "service_closed";
    case Trouble::kOutOfHours:
      return "out_of_hours";
    case Trouble::kHasTicket:
      return "has_ticket";
    case Trouble::kNeedsStaff:
      return "needs_staff";
    case Trouble::kBusy:
      return "busy";
    case Trouble::kNoAnswer:
      return "no_answer";
    case Trouble::kNotSent:
      return "not_sent";
    case Trouble::kNotConfirmed:
      return "not_confirmed";
    case Trouble::kTicketLost:
      return "ticket_lost";
    case Trouble::kUnknownCode:
      return "unknown_code";
    case Trouble::kTooEarly:
      return "too_early";
    case Trouble::kNotNow:
      return "not_now";
    case Trouble::kRefused:
    case Trouble::kNone:
      break;
  }
  return "refused";
}

Trouble trouble_of(const Outcome& outcome) {
  switch (outcome.kind) {
    case Outcome::Kind::kUnanswered:
      return Trouble::kNoAnswer;
    case Outcome::Kind::kUnavailable:
      return Trouble::kNotSent;
    default:
      break;
  }
  switch (outcome.reply.refusal()) {
    case wire::REFUSAL_SERIES_FULL:
      return Trouble::kSeriesFull;
    case wire::REFUSAL_SERVICE_CLOSED:
      return Trouble::kOutOfHours;
    case wire::REFUSAL_UNKNOWN_SERVICE:
      return Trouble::kServiceClosed;
    case wire::REFUSAL_LIMIT_REACHED:
      return Trouble::kHasTicket;
    case wire::REFUSAL_DISK_FULL:  // nobody gets a number until staff have made room
      return Trouble::kNeedsStaff;
    case wire::REFUSAL_BUSY:
      return Trouble::kBusy;
    case wire::REFUSAL_DEADLINE_PASSED:
      return Trouble::kNoAnswer;
    case wire::REFUSAL_UNKNOWN_TICKET:
    case wire::REFUSAL_UNKNOWN_APPOINTMENT:
      return Trouble::kUnknownCode;
    case wire::REFUSAL_NOT_YET:
      return Trouble::kTooEarly;
    case wire::REFUSAL_WRONG_PHASE:
      return Trouble::kNotNow;
    default:
      return Trouble::kRefused;
  }
}

}  // namespace yichuang::kiosk
