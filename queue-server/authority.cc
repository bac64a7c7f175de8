#include "queue-server/authority.h"

namespace yichuang {
namespace {

using Command = wire::Command;

enum Who : unsigned { kNobody = 0, kKiosks = 1, kDisplays = 2, kWebs = 4, kAdmins = 8 };
constexpr unsigned kEverybody = kKiosks | kDisplays | kWebs | kAdmins;
constexpr unsigned kTicketGivers = kKiosks | kWebs | kAdmins;
constexpr unsigned kWindows = kWebs | kAdmins;

unsigned who_may(Command::BodyCase command) {
  switch (command) {
    case Command::kOpenWindow:
    case Command::kPauseWindow:
    case Command::kCloseWindow:
    case Command::kSignIn:
    case Command::kSignOut:
    case Command::kCallNext:
    case Command::kRecallTicket:
    case Command::kMarkMissed:
    case Command::kStartService:
    case Command::kCompleteService:
    case Command::kHoldTicket:
    case Command::kTransferTicket:
    case Command::kAddService:
    case Command::kServeWalkIn:
    case Command::kSetWindowServices:
    case Command::kGrantPriority:
    case Command::kOpenDocument:
    case Command::kSetEmergency:
      return kWindows;
    case Command::kIssueTicket:
    case Command::kConfirmTicket:
    case Command::kCancelTicket:
    case Command::kReactivateTicket:
    case Command::kGetTicket:
    case Command::kResumeTicket:
    case Command::kBookAppointment:
    case Command::kMoveAppointment:
    case Command::kCancelAppointment:
    case Command::kCheckIn:
    case Command::kGetSlots:
    case Command::kGetItems:
      return kTicketGivers;
    case Command::kReportDevice:
    case Command::kAdoptTicket:
    case Command::kGrantUpload:
      return kKiosks | kAdmins;
    case Command::kGetSnapshot:
    case Command::kGetEvents:
    case Command::kPing:
      return kEverybody;
    case Command::BODY_NOT_SET:
      return kNobody;
  }
  return kNobody;
}

unsigned bit_of(Role role) {
  switch (role) {
    case Role::kKiosk:
      return kKiosks;
    case Role::kDisplay:
      return kDisplays;
    case Role::kWeb:
      return kWebs;
    case Role::kAdmin:
      return kAdmins;
  }
  return kNobody;
}

}  // namespace

bool may(Role role, Command::BodyCase command) { return (who_may(command) & bit_of(role)) != 0; }

bool is_query(Command::BodyCase command) {
  return command == Command::kGetSnapshot || command == Command::kGetEvents ||
         command == Command::kGetTicket || command == Command::kGetSlots ||
         command == Command::kGetItems || command == Command::kGrantUpload ||
         command == Command::kPing;
}

}  // namespace yichuang
