// Trouble: why the citizen did not get what was asked for. Each has its own words on the screen.
// Pure.
#pragma once

#include "client/commander.h"

namespace yichuang::kiosk {

enum class Trouble {
  kNone,
  kSeriesFull,     // no number is left today
  kServiceClosed,  // the server no longer knows the service
  kOutOfHours,     // the hall is closed, or would be when the turn comes
  kHasTicket,      // this person has a number for the service already, or has checked in
  kNeedsStaff,     // the server's machine is in trouble
  kRefused,        // any other no of the server
  kBusy,           // the server is at a limit; trying again helps
  kNoAnswer,       // nothing heard in time; the ticket, if there is one, is cancelled
  kNotSent,        // this kiosk could not send
  kNotConfirmed,   // the citizen holds the ticket, and the server cannot be told
  kTicketLost,     // the ticket was cancelled under the citizen's hands
  kUnknownCode,    // what was read is no ticket or appointment of this hall, or is over
  kTooEarly,       // before the appointment's time
  kNotNow,         // the ticket is not in a phase that allows it
};

// The block of its texts: "series_full".
const char* name_of(Trouble trouble);

// Why the answer is no. Not for Outcome::Kind::kDone.
Trouble trouble_of(const Outcome& outcome);

}  // namespace yichuang::kiosk
