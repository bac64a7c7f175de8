#include "kiosk/spoken.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "kiosk/screens/my_ticket.h"
#include "kiosk/screens/parts.h"
#include "kiosk/screens/plain_look.h"
#include "kiosk/screens/plain_page.h"
#include "kiosk/screens/service_words.h"
#include "kiosk/screens/visit.h"
#include "kiosk/ticket_facts.h"
#include "speech/numbers.h"

namespace yichuang::kiosk {
namespace {

bool ends_a_sentence(std::string_view text) {
  constexpr std::array<std::string_view, 6> kEnds = {".", "!", "?", "。", "！", "？"};
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return text.ends_with(end); });
}

// Sentences of one text, each with its end, so that the voice rests between them.
class Sentences {
 public:
  explicit Sentences(const Words& words) : words_(words) {}

  void add(std::string_view sentence) {
    if (sentence.empty()) return;
    if (!text_.empty() && !words_.chinese()) text_ += ' ';
    text_ += sentence;
    if (!ends_a_sentence(sentence)) text_ += words_.chinese() ? "。" : ".";
  }
  void add_key(std::string_view key, std::initializer_list<ui::TextArgument> arguments = {}) {
    add(words_.large(key, arguments));
  }
  std::string take() { return std::move(text_); }

 private:
  const Words& words_;
  std::string text_;
};

std::string spelled(const Words& words, std::string_view number) {
  const speech::SpelledNumber spelled = speech::spell(number);
  return words.chinese() ? spelled.zh : spelled.en_spoken;
}

// What stands on the screens in standard type beside what the large ones say.
class Beside {
 public:
  Beside(const View& view, const Words& words, Sentences& out)
      : view_(view), flow_(view.flow), words_(words), out_(out) {}

  void add() {
    switch (flow_.screen) {
      case Screen::kServices:
        return home();
      case Screen::kSearch:
        return search();
      case Screen::kMyTicket:
        if (flow_.mine.phase() == wire::TICKET_PHASE_WAITING) out_.add(passed_by_words(view_));
        return;
      case Screen::kChoice:
        out_.add_key(choice_reason_key(view_));
        return out_.add_key("kiosk.choice.keeps",
                            {{"number", spelled(words_, flow_.ticket.number)}});
      case Screen::kDone:
        return done();
      case Screen::kAway:
        return out_.add_key("kiosk.away.returns");
      default:
        return;
    }
  }

 private:
  void home() {
    if (page_count(flow_) > 1)
      out_.add_key("kiosk.home.page", {{"page", flow_.page + 1}, {"pages", page_count(flow_)}});
    if (const std::string_view key = printer_notice_key(view_); !key.empty()) out_.add_key(key);
    if (view_.reads_codes && flow_.hall_fresh) out_.add_key("kiosk.home.code");
    if (!flow_.hall_fresh && view_.zone)
      out_.add_key("kiosk.home.offline",
                   {{"time", clock_face(view_.zone->local(view_.last_contact()))}});
  }
  void search() {
    std::string letters;
    for (const char letter : flow_.query) {
      if (!letters.empty()) letters += ' ';
      letters += letter;
    }
    if (!letters.empty()) out_.add_key("kiosk.spoken.typed", {{"letters", letters}});
  }
  void done() {
    const TicketFacts facts = ticket_facts(view_.state(), flow_.ticket, view_.web);
    const wire::ItemRecord* item = view_.item ? view_.item(flow_.ticket.item) : nullptr;
    const std::string& service = item != nullptr
                                     ? words_.large(item->name().zh(), item->name().en())
                                     : words_.large(facts.service_zh, facts.service_en);
    if (!service.empty()) out_.add_key("kiosk.spoken.service", {{"service", service}});
    const std::string windows = window_ranges(facts.windows, words_.chinese() ? "、" : ", ");
    if (!windows.empty()) out_.add_key("kiosk.spoken.windows", {{"numbers", windows}});
    if (flow_.ticket.offline) out_.add_key("kiosk.done.offline");
    out_.add(missed_words(view_));
  }

  const View& view_;
  const Flow& flow_;
  const Words& words_;
  Sentences& out_;
};

void add_unavailable(const Words& words, const std::vector<ui::Node>& nodes, Sentences& out) {
  std::string off;
  for (const ui::Node& node : nodes) {
    if (node.enabled) continue;
    if (!off.empty()) off += words.large("kiosk.spoken.join");
    off += node.label;
  }
  if (!off.empty()) out.add_key("kiosk.spoken.unavailable", {{"buttons", off}});
}

int64_t count_enabled(const std::vector<ui::Node>& nodes) {
  return std::ranges::count_if(nodes, &ui::Node::enabled);
}

}  // namespace

std::string spoken_text(const View& view, const std::vector<ui::Node>& nodes) {
  const Words words(view);
  Sentences out(words);
  const Emergency& emergency = view.state().emergency;
  if (emergency.running()) out.add(words.large(emergency.zh, emergency.en));
  // With the rows of the look that is shown, but in as few words as large type has.
  PlainRoom room = look_of(view.flow).room(view.flow);
  room.details = false;
  const PlainPage page = plain_page(view, room);
  out.add(page.title);
  if (!page.number.empty())
    out.add_key("kiosk.spoken.number", {{"number", spelled(words, page.number)}});
  for (const Fact& fact : page.facts) out.add(fact.label + " " + fact.value);
  for (const std::string& line : page.lines) out.add(line);
  for (const PlainPage::Row& row : page.rows)
    if (!row.acts) out.add(row.button.text + (words.chinese() ? "，" : ", ") + row.button.other);
  Beside(view, words, out).add();
  if (!page.code.empty()) out.add_key("kiosk.spoken.code");  // the code itself is a secret
  if (page.picture != 0) out.add_key("kiosk.spoken.picture");
  add_unavailable(words, nodes, out);
  return out.take();
}

std::string spoken_page(const View& view, const std::vector<ui::Node>& nodes) {
  const Words words(view);
  Sentences out(words);
  out.add(spoken_text(view, nodes));
  if (const int64_t count = count_enabled(nodes); count > 0)
    out.add_key("kiosk.spoken.buttons", {{"count", count}});
  return out.take();
}

std::string spoken_node(const View& view, const ui::Node& node,
                        const std::vector<ui::Node>& nodes) {
  const Words words(view);
  Sentences out(words);
  if (!node.enabled) {
    out.add_key("kiosk.spoken.unavailable", {{"buttons", node.label}});
    return out.take();
  }
  out.add(node.label);
  const auto before = [&](const ui::Node& other) {
    return other.enabled &&
           std::pair(other.focus_order, other.id) < std::pair(node.focus_order, node.id);
  };
  out.add_key("kiosk.spoken.place",
              {{"place", static_cast<int64_t>(std::ranges::count_if(nodes, before) + 1)},
               {"count", count_enabled(nodes)}});
  return out.take();
}

std::string spoken_warning(const View& view) {
  const Words words(view);
  Sentences out(words);
  out.add_key("kiosk.idle.title");
  const int64_t left_ms = std::max<int64_t>(0, view.flow.deadline_ms - view.steady_ms());
  out.add_key(idle_text_key(view.flow), {{"seconds", (left_ms + 999) / 1000}});
  out.add_key("kiosk.spoken.any_key");
  return out.take();
}

}  // namespace yichuang::kiosk
