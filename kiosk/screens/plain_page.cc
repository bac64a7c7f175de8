// What each screen says plainly. No painting here.
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/screens/identify.h"
#include "kiosk/screens/my_ticket.h"
#include "kiosk/screens/paper_words.h"
#include "kiosk/screens/parts.h"
#include "kiosk/screens/plain_page.h"
#include "kiosk/screens/service_words.h"
#include "kiosk/screens/visit.h"
#include "kiosk/screens/welcome.h"
#include "kiosk/ticket_facts.h"
namespace yichuang::kiosk {
namespace {

class PageMaker {
 public:
  PageMaker(const View& view, const PlainRoom& room)
      : view_(view), room_(room), flow_(view.flow), words_(view) {}

  PlainPage make() {
    if (flow_.access_open) {
      plain_access(view_, page_);
      return std::move(page_);
    }
    switch (flow_.screen) {
      case kiosk::Screen::kServices:
        services();
        break;
      case kiosk::Screen::kWelcome:
        welcome();
        break;
      case kiosk::Screen::kLooking:
        say("kiosk.looking.title");
        page_.badge = {"qr"};
        line("kiosk.issuing.hint");
        break;
      case kiosk::Screen::kIdentify:
        identify();
        break;
      case kiosk::Screen::kMyTicket:
        my_ticket();
        break;
      case kiosk::Screen::kIssuing:
        say("kiosk.issuing.title");
        page_.badge = {"ticket"};
        line("kiosk.issuing.hint");
        break;
      case kiosk::Screen::kPrinting:
        say("kiosk.printing.title");
        page_.badge = {"printer"};
        page_.number = flow_.ticket.number;
        if (room_.details) ticket();
        line("kiosk.printing.hint");
        break;
      case kiosk::Screen::kChoice:
        choice();
        break;
      case kiosk::Screen::kDone:
        done();
        break;
      case kiosk::Screen::kTrouble:
        trouble();
        break;
      case kiosk::Screen::kAway:
        say("kiosk.away.title");
        page_.badge = {"wifi-off", Mood::kCare};
        line("kiosk.away.next");
        if (room_.details) line("kiosk.away.returns");
        break;
      case kiosk::Screen::kPapers:
      case kiosk::Screen::kPages:
      case kiosk::Screen::kScanning:
      case kiosk::Screen::kPage:
        plain_papers(view_, room_, page_);
        break;
      case kiosk::Screen::kSearch:
        plain_search(view_, room_, page_);
        break;
      case kiosk::Screen::kItem:
        plain_item(view_, room_, page_);
        break;
      case kiosk::Screen::kStaffPin:
      case kiosk::Screen::kStaff:
        plain_staff(view_, page_);
        break;
      case kiosk::Screen::kEmergency:  // the message is all there is
        break;
    }
    return std::move(page_);
  }

 private:
  void say(std::string_view key, std::initializer_list<ui::TextArgument> arguments = {}) {
    page_.title = words_.large(key, arguments);
    page_.subtitle = words_.small(key, arguments);
  }
  void line(std::string_view key, std::initializer_list<ui::TextArgument> arguments = {}) {
    page_.lines.push_back(words_.large(key, arguments));
  }
  void button(int id, std::string_view icon, std::string_view key, FlowEvent event,
              bool main = false) {
    page_.buttons.push_back(plain_button(words_, id, icon, key, std::move(event), main));
  }

  void waiting() {
    if (flow_.hall_fresh) line("kiosk.welcome.waiting", {{"count", people_waiting(view_.state())}});
  }

  void welcome() {
    say("kiosk.welcome.title");
    page_.badge = {"ticket"};
    if (room_.details) {
      for (const WelcomeOffer& offer : kWelcomeOffers)
        page_.facts.push_back({offer.icon, words_.small(offer.key), words_.large(offer.key)});
    } else {
      line("kiosk.welcome.offers");
    }
    waiting();
    button(kHomeNode, "ticket", "kiosk.welcome.begin", HomeChosen{}, true);
    page_.touch_anywhere = true;
  }

  void services() {
    say("kiosk.elder.title");
    page_.badge = {"ticket"};
    page_.is_list = true;
    const std::vector<const Service*> offered = offered_services(view_.state());
    if (offered.empty())
      line("kiosk.home.nothing");
    else if (room_.details)
      waiting();
    const Paging paging(offered.size(), services_per_page(flow_), flow_.page);
    for (size_t i = paging.first; i < paging.end; ++i) {
      const Service& service = *offered[i];
      page_.rows.push_back({{kServiceNode + static_cast<int>(i - paging.first),
                             service.icon.empty() ? "ticket" : service.icon,
                             words_.large(service.name_zh, service.name_en),
                             waiting_words(view_, service), ServiceChosen{service.id}}});
    }
    page_.notice = home_notice(view_);
    if (flow_.item_count > 0) button(kSearchNode, "search", "kiosk.home.search", SearchChosen{});
    add_pager(page_, words_, paging);
  }

  void identify() {
    say("kiosk.identify.title");
    const std::string_view trouble = card_trouble_key(flow_.card_trouble);
    page_.badge = {"id-card", trouble.empty() ? Mood::kCalm : Mood::kCare};
    line(trouble.empty() ? "kiosk.identify.why" : trouble);
    button(kWithoutCardNode, "ticket", "kiosk.identify.without", WithoutCardChosen{});
    button(kHomeNode, "arrow-left", "kiosk.trouble.back", HomeChosen{});
  }

  void my_ticket() {
    const wire::TicketView& mine = flow_.mine;
    const std::string block = fmt::format("kiosk.mine.{}", my_ticket_name(mine.phase()));
    say(block + ".title", {{"window", mine.window()}});
    page_.badge = my_ticket_badge(mine.phase());
    page_.number = mine.number();
    what_for(mine.service(), mine.item());
    if (mine.phase() == wire::TICKET_PHASE_WAITING) {
      facts(my_ticket_facts(view_));
      const std::string passed = passed_by_words(view_);
      if (room_.details && !passed.empty()) page_.lines.push_back(passed);
    } else {
      line(block + ".next", {{"window", mine.window()}});
    }
    if (flow_.asked_sure) {
      page_.facts.clear();
      page_.lines = {words_.large("kiosk.mine.sure")};
      button(kHomeNode, "check", "kiosk.mine.keep", KeepChosen{}, true);
      button(kWithdrawNode, "close", "kiosk.mine.withdraw_yes", WithdrawChosen{});
      return;
    }
    papers(handed_in_words(view_));
    if (can_reactivate(flow_))
      button(kReactivateNode, "refresh", "kiosk.mine.reactivate", ReactivateChosen{}, true);
    if (can_withdraw(flow_))
      button(kWithdrawNode, "close", "kiosk.mine.withdraw", WithdrawChosen{});
    button(kHomeNode, "check", "kiosk.done.finish", HomeChosen{}, !can_reactivate(flow_));
  }

  // How long it will be, and where: as far as the type leaves room for it.
  void facts(const TicketFacts& known) {
    page_.facts = ticket_fact_words(view_, known);
    if (!room_.details) page_.facts.pop_back();  // the windows
  }

  // Of the ticket in hand.
  void ticket() {
    what_for(flow_.ticket.service, flow_.ticket.item);
    facts(ticket_facts(view_.state(), flow_.ticket, view_.web));
  }

  void choice() {
    say(!flow_.printer_fitted ? "kiosk.choice.ask"
        : flow_.maybe_printed ? "kiosk.choice.unknown"
                              : "kiosk.choice.failed");
    page_.badge = choice_badge(flow_);
    page_.number = flow_.ticket.number;
    if (room_.details) {
      line(choice_reason_key(view_));
      line("kiosk.choice.keeps", {{"number", flow_.ticket.number}});
    }
    const bool can_print = printer_prints(flow_);
    if (flow_.maybe_printed) button(kTakenNode, "check", "kiosk.choice.taken", PaperTaken{}, true);
    if (flow_.printer_fitted && can_print)
      button(kReprintNode, "printer", "kiosk.choice.reprint", ReprintChosen{},
             !flow_.maybe_printed);
    button(kPaperlessNode, "phone", "kiosk.choice.paperless", PaperlessChosen{},
           !flow_.maybe_printed && !can_print);
    button(kGiveUpNode, "close", "kiosk.choice.give_up", HomeChosen{});
  }

  void done() {
    const bool paperless = flow_.delivery == wire::DELIVERY_PAPERLESS;
    say(paperless ? "kiosk.done.paperless" : "kiosk.done.printed");
    page_.badge = {"check", Mood::kGood};
    page_.number = flow_.ticket.number;
    if (flow_.ticket.offline) {
      line(paperless ? "kiosk.done.photo" : "kiosk.done.remember");
      if (room_.details) line("kiosk.done.offline");
      line("kiosk.done.offline_papers");
    } else if (paperless) {
      page_.code = ticket_facts(view_.state(), flow_.ticket, view_.web).url;
      if (!page_.code.empty()) line("kiosk.done.scan");
    } else {
      ticket();
      // With the controls low there is no room for it, and the paper has it.
      if (!flow_.low) page_.code = ticket_facts(view_.state(), flow_.ticket, view_.web).url;
      if (!page_.code.empty()) page_.about.clear();
      if (room_.details) page_.lines.push_back(missed_words(view_));
    }
    papers();
    button(kHomeNode, "check", "kiosk.done.finish", HomeChosen{}, true);
  }

  // What the ticket is for, where the type leaves room for it.
  void what_for(std::string_view service, std::string_view item) {
    if (!room_.details) return;
    const wire::ItemRecord* record = view_.item && !item.empty() ? view_.item(item) : nullptr;
    const Service* known = view_.state().service(service);
    if (record != nullptr)
      page_.about = words_.large(record->name().zh(), record->name().en());
    else if (known != nullptr)
      page_.about = words_.large(known->name_zh, known->name_en);
  }

  // "Scan my papers", where that can be done, or why it cannot. How many are handed in stands on
  // that button, where there is always room for it; who listens hears it with the other lines.
  void papers(const std::string& handed_in = "") {
    if (would_scan(flow_)) line(scanning_trouble_key(flow_.scanning));
    const bool on_button = can_scan(flow_);
    if (!handed_in.empty() && (!on_button || flow_.spoken)) page_.lines.push_back(handed_in);
    if (!on_button) return;
    button(kPapersNode, "scan", "kiosk.papers.begin", papers_chosen(view_));
    if (!handed_in.empty()) page_.buttons.back().other = handed_in;
  }

  void trouble() {
    const std::string block = fmt::format("kiosk.trouble.{}", name_of(flow_.trouble));
    say(block + ".title");
    page_.badge = trouble_badge(flow_.trouble);
    line(block + ".next");
    button(kHomeNode, "arrow-left", "kiosk.trouble.back", HomeChosen{}, true);
  }

  const View& view_;
  const PlainRoom& room_;
  const Flow& flow_;
  const Words words_;
  PlainPage page_;
};

}  // namespace

Paging::Paging(size_t count, size_t per_page, size_t page)
    : pages(std::max<size_t>(1, (count + per_page - 1) / per_page)),
      at(std::min(page, pages - 1)),
      first(at * per_page),
      end(std::min(count, first + per_page)) {}

PlainPage::Button plain_button(const Words& words, int id, std::string_view icon,
                               std::string_view key, FlowEvent event, bool main) {
  PlainPage::Button button{
      id, std::string(icon), words.large(key), words.small(key), std::move(event), true, main};
  if (id == kHomeNode && !main) button.brief = words.large("kiosk.brief.back");
  if (id == kFileNode) button.brief = words.large("kiosk.brief.file");
  if (id == kScanNode) button.brief = words.large("kiosk.brief.scan");
  if (key == "kiosk.item.take") button.brief = words.large("kiosk.brief.take");
  return button;
}

void add_pager(PlainPage& page, const Words& words, const Paging& paging) {
  if (paging.pages == 1) return;
  const auto at = static_cast<uint32_t>(paging.at);
  page.buttons.push_back(plain_button(words, kPreviousNode, "chevron-left", "kiosk.home.previous",
                                      PageChosen{at > 0 ? at - 1 : 0}));
  page.buttons.back().enabled = at > 0;
  page.buttons.push_back(
      plain_button(words, kNextNode, "chevron-right", "kiosk.home.next", PageChosen{at + 1}));
  page.buttons.back().enabled = paging.at + 1 < paging.pages;
}

// How the citizen wants to be served; over whatever screen there is.
void plain_access(const View& view, PlainPage& page) {
  const Words words(view);
  const Flow& flow = view.flow;
  page.badge = {"accessible"};
  page.title = words.large("kiosk.access.title");
  page.subtitle = words.small("kiosk.access.title");
  page.lines.push_back(words.large("kiosk.access.hint"));
  const auto choice = [&](int id, const char* icon, std::string_view key, bool on,
                          FlowEvent event) {
    PlainPage::Button button = plain_button(words, id, icon, key, std::move(event), on);
    button.other = words.large(on ? "kiosk.access.on" : "kiosk.access.off");
    page.buttons.push_back(std::move(button));
  };
  choice(kContrastNode, "contrast", "kiosk.access.contrast", flow.contrast,
         ContrastChosen{!flow.contrast});
  if (!flow.landscape)
    choice(kLowNode, "arrow-down", "kiosk.access.low", flow.low, LowChosen{!flow.low});
  if (view.reads_out)
    choice(kSpokenNode, "speaker", "kiosk.access.spoken", flow.spoken, SpokenChosen{!flow.spoken});
  page.buttons.push_back(
      plain_button(words, kHomeNode, "check", "kiosk.access.done", AccessChosen{false}));
}

PlainPage plain_page(const View& view, const PlainRoom& room) {
  return PageMaker(view, room).make();
}

}  // namespace yichuang::kiosk
