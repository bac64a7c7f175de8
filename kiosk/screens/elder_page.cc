// What each screen says in large type. No painting here.
#include <fmt/format.h>

#include "kiosk/screens/elder.h"
#include "kiosk/screens/identify.h"
#include "kiosk/screens/item_words.h"
#include "kiosk/screens/my_ticket.h"
#include "kiosk/screens/paper_words.h"
#include "kiosk/screens/parts.h"
#include "kiosk/ticket_facts.h"

namespace yichuang::kiosk {
namespace {

class PageMaker {
 public:
  explicit PageMaker(const View& view) : view_(view), flow_(view.flow), words_(view) {}

  ElderPage make() {
    switch (flow_.screen) {
      case kiosk::Screen::kServices:
        services();
        break;
      case kiosk::Screen::kLooking:
        say("kiosk.looking.title");
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
        line("kiosk.issuing.hint");
        break;
      case kiosk::Screen::kPrinting:
        say("kiosk.printing.title");
        page_.number = flow_.ticket.number;
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
        line("kiosk.away.next");
        break;
      case kiosk::Screen::kPapers:
      case kiosk::Screen::kPages:
      case kiosk::Screen::kScanning:
      case kiosk::Screen::kPage:
        elder_papers(view_, page_);
        break;
      case kiosk::Screen::kSearch:
        search();
        break;
      case kiosk::Screen::kItem:
        item();
        break;
      case kiosk::Screen::kStaffPin:  // staff have screens of their own
      case kiosk::Screen::kStaff:
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
              bool main = false, bool enabled = true) {
    page_.buttons.push_back({id, std::string(icon), words_.large(key), words_.small(key),
                             std::move(event), enabled, main});
  }

  void services() {
    say("kiosk.elder.title");
    uint32_t place = 0;
    const uint32_t per_page = services_per_page(flow_);
    const uint32_t first = flow_.page * per_page;
    for (const Service& service : view_.state().services) {
      if (service.retired) continue;
      if (place >= first && place < first + per_page)
        page_.buttons.push_back({kServiceNode + static_cast<int>(place - first),
                                 service.icon.empty() ? "ticket" : service.icon,
                                 words_.large(service.name_zh, service.name_en),
                                 words_.small(service.name_zh, service.name_en),
                                 ServiceChosen{service.id}});
      ++place;
    }
    if (page_.buttons.empty()) line("kiosk.home.nothing");
  }

  void identify() {
    say("kiosk.identify.title");
    const std::string_view trouble = card_trouble_key(flow_.card_trouble);
    line(trouble.empty() ? "kiosk.identify.why" : trouble);
    button(kWithoutCardNode, "ticket", "kiosk.identify.without", WithoutCardChosen{});
    button(kHomeNode, "arrow-left", "kiosk.trouble.back", HomeChosen{});
  }

  void my_ticket() {
    const wire::TicketView& mine = flow_.mine;
    const std::string block = fmt::format("kiosk.mine.{}", my_ticket_name(mine.phase()));
    say(block + ".title", {{"window", mine.window()}});
    page_.number = mine.number();
    if (mine.phase() == wire::TICKET_PHASE_WAITING) {
      waits(mine.ahead(), mine.wait_min_p50(), mine.wait_min_p90());
    } else {
      line(block + ".next", {{"window", mine.window()}});
    }
    if (flow_.asked_sure) {
      page_.lines = {words_.large("kiosk.mine.sure")};
      button(kHomeNode, "check", "kiosk.mine.keep", KeepChosen{}, true);
      button(kWithdrawNode, "close", "kiosk.mine.withdraw_yes", WithdrawChosen{});
      return;
    }
    papers();
    if (can_reactivate(flow_))
      button(kReactivateNode, "refresh", "kiosk.mine.reactivate", ReactivateChosen{}, true);
    if (can_withdraw(flow_))
      button(kWithdrawNode, "close", "kiosk.mine.withdraw", WithdrawChosen{});
    button(kHomeNode, "check", "kiosk.done.finish", HomeChosen{}, !can_reactivate(flow_));
  }

  void waits(uint32_t ahead, uint32_t p50, uint32_t p90) {
    TicketFacts facts;
    facts.ahead = ahead;
    facts.wait_min_p50 = p50;
    facts.wait_min_p90 = p90;
    page_.lines.push_back(words_.large("kiosk.ticket.ahead") + " " +
                          words_.large("kiosk.ticket.people", {{"count", ahead}}));
    page_.lines.push_back(words_.large("kiosk.ticket.wait") + " " +
                          wait_words(view_.texts, words_.language(), "kiosk.ticket", facts));
  }

  void choice() {
    say(!flow_.printer_fitted ? "kiosk.choice.ask"
        : flow_.maybe_printed ? "kiosk.choice.unknown"
                              : "kiosk.choice.failed");
    page_.number = flow_.ticket.number;
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
    const FlowTicket& ticket = flow_.ticket;
    page_.number = ticket.number;
    if (ticket.offline) {
      line(paperless ? "kiosk.done.photo" : "kiosk.done.remember");
    } else if (paperless) {
      page_.code = ticket_facts(view_.state(), ticket, view_.web).url;
    } else {
      waits(ticket.ahead, ticket.wait_min_p50, ticket.wait_min_p90);
    }
    papers();
    button(kHomeNode, "check", "kiosk.done.finish", HomeChosen{}, true);
  }

  // Without letters: what was found, a few at a time.
  void search() {
    say("kiosk.search.title");
    const auto found = view_.found ? view_.found() : std::vector<const wire::ItemRecord*>();
    constexpr size_t kRows = 3;
    const size_t pages = std::max<size_t>(1, (found.size() + kRows - 1) / kRows);
    const size_t at = std::min<size_t>(flow_.page, pages - 1);
    for (size_t i = at * kRows; i < std::min(found.size(), (at + 1) * kRows); ++i)
      page_.buttons.push_back({kDocumentNode + static_cast<int>(i % kRows), "document",
                               words_.large(found[i]->name().zh(), found[i]->name().en()),
                               words_.small(found[i]->name().zh(), found[i]->name().en()),
                               ItemChosen{found[i]->id(), found[i]->service()}});
    if (found.empty()) line("kiosk.search.nothing");
    if (pages > 1)
      button(kNextNode, "chevron-right", "kiosk.home.next",
             PageChosen{static_cast<uint32_t>((at + 1) % pages)});
    button(kHomeNode, "arrow-left", "kiosk.trouble.back", HomeChosen{});
  }

  void item() {
    const wire::ItemRecord* item = view_.item ? view_.item(flow_.item) : nullptr;
    if (item == nullptr) return;
    page_.title = words_.large(item->name().zh(), item->name().en());
    page_.subtitle = words_.small(item->name().zh(), item->name().en());
    page_.lines.push_back(limit_words(view_.texts, words_.language(), *item) + " · " +
                          fee_words(view_.texts, words_.language(), *item));
    for (int i = 0; i < item->documents_size(); ++i)
      page_.lines.push_back(
          fmt::format("{}. {}", i + 1, in_language(item->documents(i).name(), words_.language())));
    button(kTakenNode, "ticket", "kiosk.item.take", ItemTaken{}, true);
    button(kHomeNode, "arrow-left", "kiosk.item.back", HomeChosen{});
  }

  // "Scan my papers", where that can be done, or why it cannot.
  void papers() {
    if (would_scan(flow_)) line(scanning_trouble_key(flow_.scanning));
    if (can_scan(flow_)) button(kPapersNode, "scan", "kiosk.papers.begin", papers_chosen(view_));
  }

  void trouble() {
    const std::string block = fmt::format("kiosk.trouble.{}", name_of(flow_.trouble));
    say(block + ".title");
    line(block + ".next");
    button(kHomeNode, "arrow-left", "kiosk.trouble.back", HomeChosen{}, true);
  }

  const View& view_;
  const Flow& flow_;
  const Words words_;
  ElderPage page_;
};

}  // namespace

ElderPage elder_page(const View& view) { return PageMaker(view).make(); }

}  // namespace yichuang::kiosk
