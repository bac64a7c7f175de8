#include "kiosk/screens/make_screen.h"

#include "kiosk/screens/emergency.h"
#include "kiosk/screens/identify.h"
#include "kiosk/screens/items.h"
#include "kiosk/screens/my_ticket.h"
#include "kiosk/screens/papers.h"
#include "kiosk/screens/plain_screen.h"
#include "kiosk/screens/services.h"
#include "kiosk/screens/staff.h"
#include "kiosk/screens/visit.h"
#include "kiosk/screens/welcome.h"

namespace yichuang::kiosk {

std::unique_ptr<ui::Screen> make_screen(Screen screen, const View& view) {
  switch (screen) {
    case Screen::kServices:
      return std::make_unique<ServicesScreen>(view);
    case Screen::kWelcome:
      return std::make_unique<WelcomeScreen>(view);
    case Screen::kLooking:
      return std::make_unique<LookingScreen>(view);
    case Screen::kIdentify:
      return std::make_unique<IdentifyScreen>(view);
    case Screen::kMyTicket:
      return std::make_unique<MyTicketScreen>(view);
    case Screen::kIssuing:
      return std::make_unique<IssuingScreen>(view);
    case Screen::kPrinting:
      return std::make_unique<PrintingScreen>(view);
    case Screen::kChoice:
      return std::make_unique<ChoiceScreen>(view);
    case Screen::kDone:
      return std::make_unique<DoneScreen>(view);
    case Screen::kTrouble:
      return std::make_unique<TroubleScreen>(view);
    case Screen::kAway:
      return std::make_unique<AwayScreen>(view);
    case Screen::kStaffPin:
      return std::make_unique<StaffPinScreen>(view);
    case Screen::kStaff:
      return std::make_unique<StaffScreen>(view);
    case Screen::kPapers:
      return std::make_unique<PapersScreen>(view);
    case Screen::kPages:
      return std::make_unique<PagesScreen>(view);
    case Screen::kScanning:
      return std::make_unique<ScanningScreen>(view);
    case Screen::kPage:
      return std::make_unique<PageScreen>(view);
    case Screen::kSearch:
      return std::make_unique<SearchScreen>(view);
    case Screen::kItem:
      return std::make_unique<PlainScreen>(view);
    case Screen::kEmergency:
      return std::make_unique<EmergencyScreen>(view);
  }
  return nullptr;
}

}  // namespace yichuang::kiosk
