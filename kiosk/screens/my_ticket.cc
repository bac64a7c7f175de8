#include "kiosk/screens/my_ticket.h"

#include <fmt/format.h>

#include "kiosk/screens/paper_words.h"

namespace yichuang::kiosk {

using ui::Align;
using ui::Canvas;
using ui::Rect;

namespace {

constexpr Rect kAct{112, 1330, 856, 152};  // what can be done with the ticket
constexpr float kHandedInY = 1494;         // how many papers are in the hall
constexpr Rect kWithdraw{112, 1548, 412, 112};
constexpr Rect kFinish{556, 1548, 412, 112};
constexpr Rect kFinishAlone{240, 1548, 600, 112};

// The block of texts for a phase, its icon and its mood.
struct PhaseLook {
  const char* name;
  const char* icon;
  Mood mood;
};

PhaseLook look_of(wire::TicketPhase phase) {
  switch (phase) {
    case wire::TICKET_PHASE_WAITING:
      return {"waiting", "hourglass", Mood::kCalm};
    case wire::TICKET_PHASE_CALLED:
      return {"called", "megaphone", Mood::kGood};
    case wire::TICKET_PHASE_SERVING:
      return {"serving", "window", Mood::kGood};
    case wire::TICKET_PHASE_SERVED:
      return {"served", "check", Mood::kGood};
    case wire::TICKET_PHASE_MISSED:
      return {"missed", "bell", Mood::kCare};
    case wire::TICKET_PHASE_HELD:
      return {"held", "pause", Mood::kCalm};
    case wire::TICKET_PHASE_CANCELLED:
      return {"cancelled", "close", Mood::kCare};
    case wire::TICKET_PHASE_EXPIRED:
      return {"expired", "close", Mood::kCare};
    default:  // issued or voided: nobody is known to hold it
      return {"not_registered", "warning", Mood::kCare};
  }
}

const char* key_of(wire::CallReason reason) {
  switch (reason) {
    case wire::CALL_REASON_APPOINTMENT:
      return "appointment";
    case wire::CALL_REASON_PRIORITY:
      return "priority";
    case wire::CALL_REASON_EMERGENCY:
      return "emergency";
    case wire::CALL_REASON_RETURNED:
      return "returned";
    case wire::CALL_REASON_RESUMED:
      return "resumed";
    case wire::CALL_REASON_WALK_IN:
      return "walk_in";
    default:
      return "arrival";
  }
}

}  // namespace

const char* my_ticket_name(wire::TicketPhase phase) { return look_of(phase).name; }

Badge my_ticket_badge(wire::TicketPhase phase) {
  const PhaseLook look = look_of(phase);
  return {look.icon, look.mood};
}

TicketFacts my_ticket_facts(const View& view) {
  const wire::TicketView& mine = view.flow.mine;
  return ticket_facts(
      view.state(),
      {mine.ticket(), mine.number(), mine.service(), mine.ahead(), mine.wait_min_p50(),
       mine.wait_min_p90(), view.flow.code, false, mine.item()},
      view.web);
}

std::string passed_by_words(const View& view) {
  const Words words(view);
  std::string reasons;
  for (const wire::PassedBy& passed : view.flow.mine.passed_by()) {
    if (passed.people() == 0) continue;
    if (!reasons.empty()) reasons += words.large("kiosk.mine.passed.join");
    reasons += words.large(fmt::format("kiosk.mine.passed.{}", key_of(passed.reason())),
                           {{"count", passed.people()}});
  }
  return reasons.empty() ? reasons : words.large("kiosk.mine.passed.all", {{"reasons", reasons}});
}

void LookingScreen::draw_middle(Canvas& canvas) {
  card(canvas, kSheet);
  badge(canvas, {"qr"}, {kCenter, 700}, 120);
  pair(canvas, "kiosk.looking.title", 884, 64, color().ink);
  pair(canvas, "kiosk.issuing.hint", 1040, 36, color().ink2);
  waiting_dots(canvas, {kCenter, 1190});
}

void MyTicketScreen::draw_middle(Canvas& canvas) {
  card(canvas, kSheet);
  const Flow& flow = view().flow;
  const wire::TicketView& mine = flow.mine;
  const TicketFacts facts = my_ticket_facts(view());
  const PhaseLook look = look_of(mine.phase());
  badge(canvas, {look.icon, look.mood}, {kCenter, 384}, 76);
  const std::string block = fmt::format("kiosk.mine.{}", look.name);
  pair(canvas, block + ".title", 486, 56, color().ink, {{"window", mine.window()}});
  canvas.fill({112, 636, 856, 2}, color().divider);
  ticket_number(canvas, facts, 672, 210, mine.item());
  canvas.fill({112, 1086, 856, 2}, color().divider);
  const bool waiting = mine.phase() == wire::TICKET_PHASE_WAITING;
  if (waiting) ticket_columns(canvas, facts, {88, 1118, 904, 136});
  const std::string passed = waiting ? passed_by_words(view()) : "";
  if (!passed.empty()) {
    const ui::TextStyle plain{.size = 28, .color = color().ink2, .align = Align::kCenter};
    draw_lines(canvas, even_lines(canvas, passed, 856, plain), kCenter, 1282, plain, 1.3F);
  }
  if (!waiting)
    paragraph_pair(canvas, block + ".next", 1132, 38, color().ink, {{"window", mine.window()}});
  if (flow.asked_sure) {
    pair(canvas, "kiosk.mine.sure", 1372, 36, color().mid);
    button(canvas, kWithdrawNode, kWithdraw, Look::kPlain, "kiosk.mine.withdraw_yes");
    button(canvas, kHomeNode, kFinish, Look::kMain, "kiosk.mine.keep");
    return;
  }
  if (can_reactivate(flow))
    big_button(canvas, kReactivateNode, kAct, Look::kMain, "refresh",
               words().large("kiosk.mine.reactivate"), words().large("kiosk.mine.reactivate_hint"));
  else if (can_scan(flow))
    big_button(canvas, kPapersNode, kAct, Look::kMain, "scan", words().large("kiosk.papers.begin"),
               words().large("kiosk.papers.begin_hint"));
  else if (would_scan(flow))
    paragraph_pair(canvas, scanning_trouble_key(flow.scanning), 1370, 32, color().mid);
  canvas.text_fit(handed_in_words(view()), kCenter, kHandedInY, 856,
                  {.size = 30, .color = color().brand700, .align = Align::kCenter},
                  shrink_to_min(30));
  if (can_withdraw(flow))
    button(canvas, kWithdrawNode, kWithdraw, Look::kPlain, "kiosk.mine.withdraw");
  button(canvas, kHomeNode, can_withdraw(flow) ? kFinish : kFinishAlone,
         can_reactivate(flow) || can_scan(flow) ? Look::kPlain : Look::kMain, "kiosk.done.finish");
}

void MyTicketScreen::add_nodes(std::vector<ui::Node>& nodes) const {
  const Flow& flow = view().flow;
  const auto act = [&](int id, const Rect& area, std::string_view key, FlowEvent event) {
    add(nodes, id, area, words().large(key), std::move(event));
  };
  if (flow.asked_sure) {
    act(kWithdrawNode, kWithdraw, "kiosk.mine.withdraw_yes", WithdrawChosen{});
    act(kHomeNode, kFinish, "kiosk.mine.keep", KeepChosen{});
    return;
  }
  if (can_reactivate(flow))
    act(kReactivateNode, kAct, "kiosk.mine.reactivate", ReactivateChosen{});
  else if (can_scan(flow))
    act(kPapersNode, kAct, "kiosk.papers.begin", papers_chosen(view()));
  if (can_withdraw(flow)) act(kWithdrawNode, kWithdraw, "kiosk.mine.withdraw", WithdrawChosen{});
  act(kHomeNode, can_withdraw(flow) ? kFinish : kFinishAlone, "kiosk.done.finish", HomeChosen{});
}

}  // namespace yichuang::kiosk
