// Kiosk: carries out what the flow decides. Feeds it touches, answers, the printer and the time;
// has its effects done by the hall's client and the printer; shows its screen. On the window's
// thread.
#pragma once

#include <array>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "client/hall_client.h"
#include "client/item_list.h"
#include "kiosk/confirmation.h"
#include "kiosk/devices.h"
#include "kiosk/flow.h"
#include "kiosk/in_hand.h"
#include "kiosk/item_search.h"
#include "kiosk/last_hall.h"
#include "kiosk/narrator.h"
#include "kiosk/own_series.h"
#include "kiosk/paper_desk.h"
#include "kiosk/paper_lookup.h"
#include "kiosk/paper_mail.h"
#include "kiosk/screens/parts.h"
#include "kiosk/screens/plain_screen.h"
#include "kiosk/settings.h"
#include "kiosk/web_watch.h"
#include "ui/window.h"

namespace yichuang::kiosk {

class Kiosk {
 public:
  // Everything given outlives the kiosk.
  Kiosk(const Settings& settings, const DeviceFile& device, const ui::Theme& theme,
        const ui::Texts& texts, ui::Window& window, const Clock& clock, Random& random);
  ~Kiosk();
  Kiosk(const Kiosk&) = delete;
  Kiosk& operator=(const Kiosk&) = delete;

  // Opens the outbox, the sockets and the printer, and shows the first screen.
  Result<void> open();
  // Handles all that has arrived and what is due; to be called after each turn of the window.
  void step();
  // At most so long may pass until the next step.
  int64_t wait_ms() const;
  // Before the program ends: awaits a ticket that is being printed and the answer to what was
  // confirmed, at most kFinishMs together. The screen takes no touches any more.
  void finish();
  static constexpr int64_t kFinishMs = 7'000;  // systemd/yichuang-kiosk.service allows 10 s

 private:
  void send(FlowEvent event);
  void work_off();
  void take(const FlowEvent& event);
  void do_effect(const FlowEffect& effect);
  void do_issue(const AskIssue& ask);
  void give_own_number(const AskIssue& ask);
  void keep_held(uint32_t ticket, wire::Delivery delivery);
  void do_check_in(const AskCheckIn& ask);
  void do_ask(const AskTicket& ask);
  void ask_for_ticket(wire::Command command, uint64_t request);
  void do_cancel(uint32_t ticket);
  void do_print(const AskPrint& ask);
  PrintJob paper_of(const FlowTicket& ticket);
  int paper_width_dots() const;
  std::optional<LocalTime> local_now() const;
  void print_notice(const AskNotice& ask);
  Result<void> open_mail();
  Scanning scanning_now() const;
  void do_paper(const FlowEffect& effect);
  void file_paper(const AskFile& ask);
  void look_for_papers(const AskPapersOf& ask);
  void tell_papers(uint32_t ticket, std::vector<FiledPaper> in_hall, bool hall_told);
  const scan::Preview* preview(uint64_t page);
  std::string look_of_papers() const;
  void submit(wire::Command command, Commander::OnOutcome on_outcome,
              int64_t patience_ms = HallClient::kPatienceMs);
  using Submit = std::function<void(wire::Command, Commander::OnOutcome)>;
  // For the parts that ask the server themselves.
  Submit submitter(int64_t patience_ms = HallClient::kPatienceMs);
  Commander::OnOutcome resumed(const wire::Command& command);
  void on_feed(const wire::Event& event);
  void settle_left_over();
  void let_go();
  const State& hall_state() const;
  void on_card(const CardRead& read);
  void look_at_hall();
  bool emergency_runs() const;
  void look_at_devices();
  void report_help();
  void report_papers();
  StaffFacts staff_facts() const;
  std::optional<StaffFacts::Papers> staff_papers() const;
  void watch_for_staff(Screen before);
  void do_staff(StaffAct act);
  void print_test();
  void read_roll();
  void forget_what_was_seen();
  void show();
  std::string look() const;
  // What a citizen who cannot see hears and presses (kiosk_speech.cc).
  bool on_key(const ui::KeyPress& press);
  void press(KeypadKey key);
  void press_focused();
  void on_focus(const ui::Node& node);
  void speak_what_is_new();
  void speak_page(std::string before);
  void say(std::string text);
  void give_time_after_speech();

  const Settings& settings_;
  const DeviceFile& device_;
  const ui::Texts& texts_;
  ui::Window& window_;
  const Clock& clock_;
  Random& random_;

  Flow flow_;
  View view_;
  std::array<std::unique_ptr<ui::Screen>, kScreens.size()> screens_;
  PlainScreen plain_screen_;
  ui::Screen* shown_ = nullptr;
  std::deque<StaffFacts::GivenNumber> last_numbers_;  // newest first
  std::optional<PrintOutcome> test_print_;
  uint64_t roll_began_rows_ = 0;  // printed when the paper was changed
  std::string shown_look_;
  // What of it was spoken last, and as of when.
  struct Spoken {
    bool on = false;
    bool warned = false;
    bool help = false;
    std::string text;
    std::string place;  // the focus begins anew on another one
  };
  Spoken spoken_;
  // Frames painted when the last citizen went; set while what they saw is still in the canvas.
  std::optional<uint64_t> forget_after_frame_;
  std::string zone_name_;
  std::deque<FlowEvent> events_;
  bool busy_ = false;  // events wait until the client's poll, or the event before, is done
  InHand in_hand_;
  LastHall last_hall_;
  Time last_contact_;
  int64_t offline_from_ms_ = 0;  // steady; not before then without the server
  Confirmation confirmation_;
  std::unique_ptr<OwnSeries> own_;  // outlives the client, too
  DeviceReport help_report_;
  DeviceReport papers_report_;
  Devices devices_;  // outlives the client, which owes it answers
  ItemList items_;   // outlives the client, too
  ItemSearch search_;
  Asked asked_;  // when the search began: a list does not change its order under a finger
  const std::optional<PaperKey> document_key_;  // none: nothing is scanned
  PaperDesk desk_;
  std::unique_ptr<PaperMail> mail_;  // outlives the client, too
  std::unique_ptr<PaperLookup> lookup_;
  std::unique_ptr<WebWatch> web_watch_;
  std::unique_ptr<HallClient> hall_;
  Narrator narrator_;
};

}  // namespace yichuang::kiosk
