// Flow: what the kiosk shows and does, as a pure state machine. It is handed every event (touches,
// answers, the printer, time) and says what comes next: the new state, and the effects that the
// program must carry out. It knows no screen, socket, printer or clock, so that every screen times
// every event is walked in a test.
//
// Pure: any thread. Never prints a ticket again unasked, never leaves a ticket behind that surely
// nobody holds, never takes the number from a paper that may be out: where nobody knows and nobody
// says, the ticket counts as printed, since a number that nobody comes for costs a recall, and a
// paper that is worth nothing costs a citizen's day.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "client/commander.h"
#include "drivers/printer.h"
#include "drivers/reader.h"
#include "kiosk/papers_in_hand.h"
#include "kiosk/staff_gate.h"
#include "kiosk/trouble.h"
#include "wire/hall.pb.h"

namespace yichuang::kiosk {

enum class Screen {
  kServices,   // home: pick a service
  kWelcome,    // home, and nobody was here for a while: what this machine is for
  kLooking,    // a code was read; the server is asked what it is, or to change it
  kIdentify,   // an ID card may be put down, or not
  kMyTicket,   // the ticket behind the code: where it stands, and what can be done
  kIssuing,    // the server is asked for a ticket
  kPrinting,   // the ticket exists and is being printed
  kChoice,     // no paper, or nobody knows: print again, or paperless?
  kDone,       // the ticket is the citizen's, on paper or as a QR code
  kTrouble,    // nothing was taken, and what to do next
  kAway,       // no server: the guide desk helps
  kStaffPin,   // somebody knows the corner: the PIN
  kStaff,      // the staff panel
  kPapers,     // which papers the item needs, and which are scanned
  kPages,      // the pages of one paper, so far
  kScanning,   // a page is being scanned
  kPage,       // one page, looked at: keep it, or again?
  kSearch,     // what can be asked for, found by its name
  kItem,       // one thing that can be asked for: what it takes
  kEmergency,  // a manager's message to everybody, and nothing else
};
inline constexpr std::array kScreens = {
    Screen::kServices, Screen::kWelcome,  Screen::kLooking, Screen::kIdentify, Screen::kMyTicket,
    Screen::kIssuing,  Screen::kPrinting, Screen::kChoice,  Screen::kDone,     Screen::kTrouble,
    Screen::kAway,     Screen::kStaffPin, Screen::kStaff,   Screen::kPapers,   Screen::kPages,
    Screen::kScanning, Screen::kPage,     Screen::kSearch,  Screen::kItem,     Screen::kEmergency};
const char* name_of(Screen screen);  // "services", for logs and file names

// Letters of a search; more are not taken.
inline constexpr size_t kQueryLettersMax = 20;

enum class Language { kChinese, kEnglish };

struct FlowTicket {
  uint32_t key = 0;  // 0: none
  std::string number;
  std::string service;
  uint32_t ahead = 0;
  uint32_t wait_min_p50 = 0;
  uint32_t wait_min_p90 = 0;
  std::string token;      // opens the phone page; never in a log
  bool offline = false;   // of this kiosk's own series: the server has not seen it yet
  std::string item = {};  // what the citizen comes for; empty: not said
};

// How far a paper is that nobody's turn hangs on.
enum class PrintWait { kNone, kPrinting, kPrinted, kFailed };

// Whether papers can be scanned here; if not, why not.
enum class Scanning { kNotFitted, kReady, kScannerAway, kNoRoom };

// Why the card on the plate was no help.
enum class CardTrouble { kNone, kMoved, kUnreadable, kReaderLost };

// What the server is asked to do with a ticket whose code was read.
enum class TicketAct { kLook, kReactivate, kWithdraw };

// Milliseconds, on a clock that never goes back.
struct FlowTimes {
  int64_t idle_ms = 30'000;           // nobody touches: the citizen is asked
  int64_t warning_ms = 10'000;        // and does not answer, which is counted down: go home
  int64_t printed_ms = 15'000;        // the done screen, paper in hand
  int64_t paperless_ms = 30'000;      // the done screen, while a phone is found and pointed
  int64_t elder_done_times = 2;       // so many times as long for who reads large type
  int64_t help_ms = 180'000;          // after it a call for help is over
  int64_t staff_ms = 120'000;         // nobody touches the staff panel
  int64_t issuing_ms_max = 30'000;    // longer than any answer may take
  int64_t printing_ms_max = 60'000;   // longer than any print job may take
  int64_t papers_ms = 60'000;         // papers are sorted and laid down
  int64_t scanning_ms_max = 180'000;  // longer than any scan may take
  int64_t welcome_ms = 0;             // nobody touches the home screen: welcome; 0: never
  int64_t spoken_times = 3;           // who listens is given so many times the citizen's times
};

struct Flow {
  // Of the machine.
  FlowTimes times;
  Language default_language = Language::kChinese;
  bool printer_fitted = true;  // false: this kiosk was set up without a printer
  bool has_staff_panel = false;
  bool landscape = false;    // the screen lies on its side
  bool reads_cards = false;  // a reader of ID cards is there and works
  Scanning scanning = Scanning::kNotFitted;
  StaffGate gate;

  // Of the hall and the printer.
  bool hall_fresh = false;
  bool can_issue_offline = false;  // while it is not: numbers of the kiosk's own series
  bool emergency = false;          // a manager's message is running
  uint32_t service_count = 0;
  uint32_t item_count = 0;  // of the catalogue, as far as it is known
  DeviceCondition printer = DeviceCondition::kAway;

  // Of the citizen.
  Screen screen = Screen::kAway;
  Language language = Language::kChinese;
  bool elder = false;         // large type, few things at once
  bool contrast = false;      // bright on black
  bool low = false;           // what is touched stands in the lower half: not with large type
  bool spoken = false;        // what is on the screen is read out, and keys are pressed
  bool access_open = false;   // over the screen: how the citizen wants to be served
  int64_t help_until_ms = 0;  // staff were called, and are until then; 0: nobody was
  uint32_t page = 0;          // of the list that is shown
  uint32_t list_page = 0;     // of the list that one came from
  std::string service;        // picked
  std::string item;           // likewise; empty: only the service
  std::string query;          // typed on kSearch: lower-case letters
  bool by_office = false;     // on kSearch: the offices are listed
  std::string office;         // on kSearch: Chinese name of the only one; empty: all
  PrintWait notice = PrintWait::kNone;  // on kItem: what is to be brought, on paper
  uint64_t notice_job = 0;
  std::string person;  // keyed hash of the ID number that was shown; empty: none
  wire::PriorityClass priority = wire::PRIORITY_CLASS_UNSPECIFIED;
  CardTrouble card_trouble = CardTrouble::kNone;  // on kIdentify
  std::string code;                               // token of the code that was read; never in a log
  TicketAct act = TicketAct::kLook;               // on kLooking
  wire::TicketView mine;                          // on kMyTicket
  bool asked_sure = false;                        // on kMyTicket: "give the number up?"
  PapersInHand papers;                            // on kPapers, kPages, kScanning and kPage
  uint64_t request = 0;  // of the question to the server under way, or the last one
  FlowTicket ticket;
  uint64_t job = 0;            // of the print under way, or the last one
  bool maybe_printed = false;  // a job of this ticket ended, and nobody knows what came out
  wire::Delivery delivery = wire::DELIVERY_UNSPECIFIED;
  PrintOutcome print_outcome = PrintOutcome::kFailed;  // on kChoice: how the last print ended
  PrintReason print_reason = PrintReason::kNone;
  Trouble trouble = Trouble::kNone;
  int64_t not_before_ms = 0;  // of kTooEarly: Unix time; 0: not known
  int64_t deadline_ms = 0;    // when this screen ends by itself; 0: never

  // Tickets of this kiosk that a reply has told of, newest last; what else the feed shows as issued
  // here is nobody's.
  std::vector<uint32_t> known_tickets;
  std::vector<uint32_t> unclaimed_tickets;  // seen on the feed while an answer is still awaited
};

// Rows on one page of a list that has buttons below, in the look the citizen has chosen.
uint32_t rows_per_page(const Flow& flow);
// Services on one page of the home screen: a row of buttons more where there are none below.
uint32_t services_per_page(const Flow& flow);
uint32_t page_count(const Flow& flow);
// What can be done with the ticket on kMyTicket.
bool can_reactivate(const Flow& flow);
bool can_withdraw(const Flow& flow);
// Papers can be scanned for the ticket on kDone or kMyTicket.
bool can_scan(const Flow& flow);
// They could be, were it not for the scanner or the room: there is a reason to tell.
bool would_scan(const Flow& flow);
bool printer_prints(const Flow& flow);
// By its plain page (screens/plain_page.h): large, low, in landscape; not the staff's screens.
bool shown_plain(const Flow& flow);
// A home screen that looks as the next citizen should find it: there is nothing to go back from.
bool is_as_found(const Flow& flow);
// Where the citizen is asked "are you still there?" before the screen ends.
bool is_asked(const Flow& flow);
// The citizen's time, not a machine's or the staff's: longer for who listens.
bool waits_for_citizen(Screen screen);
// By the server, or by this kiosk while the server is away.
bool gives_numbers(const Flow& flow);
// True while a paper of the ticket may be out that nobody has confirmed.
bool paper_may_be_out(const Flow& flow);

// --- Events -------------------------------------------------------------------------------------

struct ServiceChosen {
  std::string service;
};
struct CardReaderChanged {
  bool reads_cards;
};
struct CardSeen {
  CardOutcome outcome;
  std::string person;  // of kRead: 16 bytes
  bool elderly = false;
};
struct WithoutCardChosen {};
struct CodeRead {
  std::string token;  // token_of_code(); empty: no code of this hall
};
struct ReactivateChosen {};
struct WithdrawChosen {};  // the first one asks whether that is meant
struct KeepChosen {};      // it was not
struct PaperTaken {};      // "I have my ticket", where only the citizen can know
struct ReprintChosen {};
struct PaperlessChosen {};
struct HomeChosen {};  // "back", "done", and on the choice screen "I want no ticket"
struct LanguageChosen {
  Language language;
};
struct ElderChosen {
  bool on;
};
struct ContrastChosen {
  bool on;
};
struct LowChosen {
  bool on;
};
struct AccessChosen {
  bool open;
};
struct SpokenChosen {
  bool on;
};
struct HelpChosen {};      // calls staff; again: not needed any more
struct EmergencyChanged {  // by a manager
  bool running;
};
struct CornerTouched {};  // of the upper left corner
struct DigitChosen {
  char digit;
};
struct DigitErased {};
struct PinAnswered {
  bool right;
};
enum class StaffAct { kTestPrint, kPaperChanged, kRestart };
struct StaffActChosen {
  StaffAct act;
};
struct PageChosen {
  uint32_t page;
};
struct ItemsChanged {
  uint32_t count;
};
struct SearchChosen {};
struct OfficesChosen {};  // "by office", on kSearch
struct OfficeChosen {
  std::string office;  // its Chinese name
};
struct LetterTyped {
  char letter;  // a..z
};
struct LetterErased {};
struct ItemChosen {
  std::string item;
  std::string service;
};
struct ItemTaken {};     // a number for the item on kItem
struct NoticeChosen {};  // what it takes, on paper (一次性告知)
struct ScannerChanged {
  Scanning now;
};
struct PapersChosen {  // "scan my papers"
  std::string item;    // of the ticket; may be empty
  uint32_t wanted;     // so many documents the item needs
};
struct PaperChosen {
  uint32_t ordinal;  // 1.. of the item's documents; 0: another paper
};
struct ScanChosen {};  // the next page; on kPage: this one again
struct StopChosen {};  // of a scan under way
struct PageOpened {    // one of the pages, to look at it
  size_t place;
};
struct PageKept {};
struct PageDropped {};
struct PageMoved {
  bool later;  // else earlier
};
struct PaperDone {};  // all its pages are there
struct ScanProgressed {
  uint64_t job;
  int permille;  // −1: not known
};
struct PageScanned {
  uint64_t job;
  ScannedPage page;
};
struct ScanFinished {
  uint64_t job;
  ScanReason reason;
};
struct PaperFiled {  // sealed and safe on this kiosk, or not
  uint32_t ordinal;
  std::string document;  // its id; empty: it could not be kept
};
struct PaperSent {
  std::string document;
};
struct PapersFound {  // of the ticket on kMyTicket, or that papers are scanned for since
  uint32_t ticket;
  std::vector<FiledPaper> papers;  // all that is known; a later one replaces it
  bool hall_told;                  // what the hall has is among them
};
struct Touched {};  // anywhere else
struct TicketAnswered {
  uint64_t request;
  Outcome outcome;
};
struct IssueAnswered {
  uint64_t request;
  Outcome outcome;
};
struct NumberGiven {  // of the kiosk's own series, instead of an answer
  uint64_t request;
  FlowTicket ticket;
};
struct ConfirmAnswered {
  uint32_t ticket;
  Outcome outcome;
};
struct PrintFinished {
  uint64_t job;
  PrintOutcome outcome;
  PrintReason reason;
};
struct PrinterChanged {
  DeviceCondition condition;
};
struct HallChanged {
  bool fresh;
  uint32_t service_count;
  bool can_issue_offline = false;
};
struct TicketSeen {
  uint32_t ticket;
};  // the feed: issued by this kiosk, and not yet confirmed
struct TicketLost {
  uint32_t ticket;
};  // the feed: cancelled or expired
struct TimePassed {};
struct ProgramEnds {};  // nobody will be asked any more

using FlowEvent = std::variant<
    ServiceChosen, CardReaderChanged, CardSeen, WithoutCardChosen, CodeRead, ReactivateChosen,
    WithdrawChosen, KeepChosen, TicketAnswered, NumberGiven, PaperTaken, ReprintChosen,
    PaperlessChosen, HomeChosen, LanguageChosen, ElderChosen, ContrastChosen, LowChosen,
    AccessChosen, SpokenChosen, HelpChosen, CornerTouched, DigitChosen, DigitErased, PinAnswered,
    StaffActChosen, PageChosen, Touched, IssueAnswered, ConfirmAnswered, PrintFinished,
    PrinterChanged, HallChanged, TicketSeen, TicketLost, TimePassed, ProgramEnds, ItemsChanged,
    SearchChosen, OfficesChosen, OfficeChosen, LetterTyped, LetterErased, ItemChosen, ItemTaken,
    NoticeChosen, ScannerChanged, PapersChosen, PaperChosen, ScanChosen, StopChosen, PageOpened,
    PageKept, PageDropped, PageMoved, PaperDone, ScanProgressed, PageScanned, ScanFinished,
    PaperFiled, PaperSent, PapersFound, EmergencyChanged>;

// --- Effects ------------------------------------------------------------------------------------

struct AskIssue {
  uint64_t request;
  std::string service;
  std::string person = {};
  wire::PriorityClass priority = wire::PRIORITY_CLASS_UNSPECIFIED;
  std::string item = {};
};
struct AskTicket {
  uint64_t request;
  TicketAct act;
  std::string token;
};
struct AskCheckIn {  // answered by IssueAnswered
  uint64_t request;
  std::string token;
};
struct AskConfirm {
  uint32_t ticket;
  wire::Delivery delivery;
};
struct AskCancel {
  uint32_t ticket;
};
struct AskPrint {
  uint64_t job;
  FlowTicket ticket;
};
struct AskPin {  // answered by PinAnswered
  Pin pin;
};
struct AskStaff {
  StaffAct act;
};
struct AskNotice {  // answered by PrintFinished
  uint64_t job;
  std::string item;
};
struct AskScan {
  uint64_t job;
  uint32_t pages_max;
};
struct AskStopScan {};
struct AskDropPage {
  uint64_t page;
};
struct AskFile {  // answered by PaperFiled; the pages are forgotten
  uint32_t ticket;
  uint32_t ordinal;
  std::vector<uint64_t> pages;  // in order
};
struct AskForgetPages {};
struct AskPapersOf {  // answered by PapersFound, perhaps more than once, or never
  uint32_t ticket;
  std::string token;
};
using FlowEffect = std::variant<AskPin, AskStaff, AskIssue, AskTicket, AskCheckIn, AskConfirm,
                                AskCancel, AskPrint, AskNotice, AskScan, AskStopScan, AskDropPage,
                                AskFile, AskForgetPages, AskPapersOf>;

struct FlowStep {
  Flow flow;
  std::vector<FlowEffect> effects;  // to be carried out in order
};

// The next state. Total: every screen takes every event. `now_ms` never goes back.
FlowStep advance(Flow flow, const FlowEvent& event, int64_t now_ms);

// Whole seconds until the screen ends by itself, while that is to be shown; -1: not now.
int seconds_shown(const Flow& flow, int64_t now_ms);
// True while the citizen is asked whether anybody is still there.
bool warning_shown(const Flow& flow, int64_t now_ms);
// True while who listens is to be told that the screen ends by itself: as above, and where the eye
// needs no question.
bool ends_soon(const Flow& flow, int64_t now_ms);
// Staff were called and are still expected.
bool help_wanted(const Flow& flow, int64_t now_ms);
// When to send TimePassed next; INT64_MAX: not at all.
int64_t wake_at_ms(const Flow& flow, int64_t now_ms);

}  // namespace yichuang::kiosk
