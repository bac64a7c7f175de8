#include "kiosk/screens/visit.h"

#include <fmt/format.h>

#include "kiosk/screens/paper_words.h"

namespace yichuang::kiosk {

using ui::Align;
using ui::Canvas;
using ui::Face;
using ui::Rect;

namespace {

constexpr Rect kGiveUp{240, 1528, 600, 112};  // of the choice screen
// The other screens' one button.
constexpr Rect kFinish{240, 1548, 600, 112};
// Beside it on the done screen: "scan my papers".
constexpr Rect kPapers{112, 1548, 504, 112};
constexpr Rect kFinishBeside{640, 1548, 328, 112};

TicketFacts facts_of(const View& view) {
  return ticket_facts(view.state(), view.flow.ticket, view.web);
}

// Where "no number was taken" is worth saying, and true.
bool about_a_new_number(Trouble trouble) {
  switch (trouble) {
    case Trouble::kTicketLost:
    case Trouble::kNotConfirmed:
    case Trouble::kUnknownCode:
    case Trouble::kNotNow:
      return false;
    default:
      return true;
  }
}

}  // namespace

// --- Being served -------------------------------------------------------------------------------

void IssuingScreen::draw_middle(Canvas& canvas) {
  card(canvas, kSheet);
  badge(canvas, {"ticket"}, {kCenter, 700}, 120);
  pair(canvas, "kiosk.issuing.title", 884, 64, color().ink);
  pair(canvas, "kiosk.issuing.hint", 1040, 36, color().ink2);
  waiting_dots(canvas, {kCenter, 1190});
}

void PrintingScreen::draw_middle(Canvas& canvas) {
  card(canvas, kSheet);
  const TicketFacts facts = facts_of(view());
  badge(canvas, {"printer"}, {kCenter, 396}, 84);
  pair(canvas, "kiosk.printing.title", 510, 52, color().ink);
  canvas.fill({112, 652, 856, 2}, color().divider);
  ticket_number(canvas, facts, 700, 230, view().flow.ticket.item);
  canvas.fill({112, 1150, 856, 2}, color().divider);
  ticket_columns(canvas, facts, {88, 1196, 904, 136});
  waiting_dots(canvas, {kCenter, 1424});
  canvas.icon("arrow-down", kCenter - 36, 1470, 72, color().brand600, 2.1F);
  pair(canvas, "kiosk.printing.hint", 1570, 40, color().brand700);
}

// --- The choice ---------------------------------------------------------------------------------

struct ChoiceScreen::Places {
  float badge_y;
  float badge_radius;
  float title_y;
  float reason_y;
  float line_y;
  float number_y;
  float keeps_y;
  Rect taken;  // empty: nothing can have been taken
  Rect reprint;
  Rect paperless;
};

const ChoiceScreen::Places& ChoiceScreen::places() const {
  static constexpr Places kNoPaper{.badge_y = 380,
                                   .badge_radius = 72,
                                   .title_y = 478,
                                   .reason_y = 602,
                                   .line_y = 726,
                                   .number_y = 752,
                                   .keeps_y = 912,
                                   .taken = {},
                                   .reprint = {112, 1036, 856, 200},
                                   .paperless = {112, 1268, 856, 200}};
  static constexpr Places kMaybePaper{.badge_y = 340,
                                      .badge_radius = 52,
                                      .title_y = 410,
                                      .reason_y = 532,
                                      .line_y = 652,
                                      .number_y = 676,
                                      .keeps_y = 836,
                                      .taken = {112, 948, 856, 160},
                                      .reprint = {112, 1132, 856, 160},
                                      .paperless = {112, 1316, 856, 160}};
  return view().flow.maybe_printed ? kMaybePaper : kNoPaper;
}

Badge choice_badge(const Flow& flow) {
  return flow.printer_fitted ? Badge{"printer", Mood::kCare} : Badge{"phone"};
}

Badge trouble_badge(Trouble trouble) {
  const bool calm = trouble == Trouble::kSeriesFull || trouble == Trouble::kTooEarly;
  return {calm ? "info" : "warning", Mood::kCare};
}

std::string_view choice_reason_key(const View& view) {
  const Flow& flow = view.flow;
  if (!flow.printer_fitted) return "kiosk.choice.no_printer";
  // Staff hear of it through the server: while that is away, somebody has to tell them.
  const auto told_or = [&](std::string_view told, std::string_view untold) {
    return flow.hall_fresh ? told : untold;
  };
  const auto paper_out = told_or("kiosk.choice.paper_out", "kiosk.choice.paper_out_untold");
  const auto cover_open = told_or("kiosk.choice.cover_open", "kiosk.choice.cover_open_untold");
  switch (flow.print_reason) {
    case PrintReason::kPaperOut:
      return paper_out;
    case PrintReason::kCoverOpen:
      return cover_open;
    case PrintReason::kCutterError:
      return told_or("kiosk.choice.cutter_error", "kiosk.choice.cutter_error_untold");
    case PrintReason::kOverheated:
      return "kiosk.choice.overheated";
    case PrintReason::kAway:
      return told_or("kiosk.choice.away", "kiosk.choice.away_untold");
    case PrintReason::kUnplugged:
      return "kiosk.choice.unplugged";
    case PrintReason::kNoAnswer:
    case PrintReason::kTransferError:
      return "kiosk.choice.no_answer";
    default:
      break;
  }
  const PrinterFacts& facts = view.printer.facts;  // known before a job was sent
  if (facts.paper_out) return paper_out;
  if (facts.cover_open) return cover_open;
  return told_or("kiosk.choice.stopped", "kiosk.choice.stopped_untold");
}

std::string_view ChoiceScreen::paperless_hint() const {
  return view().flow.ticket.offline ? "kiosk.choice.photo_hint" : "kiosk.choice.paperless_hint";
}

void ChoiceScreen::draw_middle(Canvas& canvas) {
  card(canvas, kSheet);
  const Flow& flow = view().flow;
  const TicketFacts facts = facts_of(view());
  const Places& at = places();
  badge(canvas, choice_badge(flow), {kCenter, at.badge_y}, at.badge_radius);
  const std::string_view title = !flow.printer_fitted ? "kiosk.choice.ask"
                                 : flow.maybe_printed ? "kiosk.choice.unknown"
                                                      : "kiosk.choice.failed";
  pair(canvas, title, at.title_y, 52, color().ink);
  paragraph_pair(canvas, choice_reason_key(view()), at.reason_y, 32, color().ink2);
  canvas.fill({112, at.line_y, 856, 2}, color().divider);
  canvas.text(
      facts.number, kCenter, at.number_y,
      {.size = 128, .color = color().brand700, .face = Face::kNumeral, .align = Align::kCenter});
  pair(canvas, "kiosk.choice.keeps", at.keeps_y, 34, color().ink, {{"number", facts.number}});
  const bool can_print = printer_prints(flow);
  if (flow.maybe_printed)
    big_button(canvas, kTakenNode, at.taken, Look::kMain, "check",
               words().large("kiosk.choice.taken"), words().large("kiosk.choice.taken_hint"));
  const Look best = flow.maybe_printed ? Look::kPlain : Look::kMain;  // where nothing was taken
  if (flow.printer_fitted)
    big_button(
        canvas, kReprintNode, at.reprint, can_print ? best : Look::kOff, "printer",
        words().large("kiosk.choice.reprint"),
        words().large(can_print ? "kiosk.choice.reprint_hint" : "kiosk.choice.reprint_away"));
  big_button(canvas, kPaperlessNode, at.paperless, can_print ? Look::kPlain : best, "phone",
             words().large("kiosk.choice.paperless"), words().large(paperless_hint()));
  button(canvas, kGiveUpNode, kGiveUp, Look::kPlain, "kiosk.choice.give_up");
}

void ChoiceScreen::add_nodes(std::vector<ui::Node>& nodes) const {
  const Flow& flow = view().flow;
  const bool can_print = printer_prints(flow);
  const auto label = [&](std::string_view key, std::string_view hint) {
    return words().large(key) + (words().chinese() ? "，" : ". ") + words().large(hint);
  };
  const Places& at = places();
  if (flow.maybe_printed)
    add(nodes, kTakenNode, at.taken, label("kiosk.choice.taken", "kiosk.choice.taken_hint"),
        PaperTaken{});
  if (flow.printer_fitted)
    add(nodes, kReprintNode, at.reprint,
        label("kiosk.choice.reprint",
              can_print ? "kiosk.choice.reprint_hint" : "kiosk.choice.reprint_away"),
        ReprintChosen{}, can_print);
  add(nodes, kPaperlessNode, at.paperless, label("kiosk.choice.paperless", paperless_hint()),
      PaperlessChosen{});
  add(nodes, kGiveUpNode, kGiveUp, words().large("kiosk.choice.give_up"), HomeChosen{});
}

// --- The ticket in hand -------------------------------------------------------------------------

void DoneScreen::draw_middle(Canvas& canvas) {
  card(canvas, kSheet);
  const TicketFacts facts = facts_of(view());
  badge(canvas, {"check", Mood::kGood}, {kCenter, 360}, 64);
  pair(canvas, paperless() ? "kiosk.done.paperless" : "kiosk.done.printed", 446, 52, color().ink);
  if (paperless()) {
    draw_paperless(canvas, facts);
  } else {
    draw_printed(canvas, facts);
  }
  if (would_scan(view().flow))
    canvas.text_fit(words().large(scanning_trouble_key(view().flow.scanning)), kCenter, 1502, 856,
                    {.size = 28, .color = color().mid, .align = Align::kCenter}, shrink_to_min(28));
  const bool scans = can_scan(view().flow);
  if (scans) button(canvas, kPapersNode, kPapers, Look::kMain, "kiosk.papers.begin");
  button(canvas, kHomeNode, scans ? kFinishBeside : kFinish, scans ? Look::kPlain : Look::kMain,
         "kiosk.done.finish");
  const int seconds = seconds_shown(view().flow, view().steady_ms());
  canvas.text(words().large("kiosk.done.countdown", {{"seconds", seconds}}), kCenter, 1674,
              {.size = 28, .color = color().ink2, .align = Align::kCenter});
}

void DoneScreen::draw_printed(Canvas& canvas, const TicketFacts& facts) const {
  const auto missed = [&] {
    canvas.text_fit(missed_words(view()), kCenter, 1462, 856,
                    {.size = 28, .color = color().ink2, .align = Align::kCenter},
                    shrink_to_min(28));
  };
  if (!facts.url.empty()) {  // the paper has the code too, and is easily lost
    ticket_number(canvas, facts, 584, 170, view().flow.ticket.item);
    ticket_columns(canvas, facts, {88, 938, 904, 136});
    draw_code(canvas, facts.url, {kCenter - 120, 1112, 240, 240});
    canvas.text_fit(
        words().large("kiosk.done.scan"), kCenter, 1390, 856,
        {.size = 34, .color = color().brand700, .face = Face::kBold, .align = Align::kCenter},
        shrink_to_min(34));
    return missed();
  }
  canvas.fill({112, 590, 856, 2}, color().divider);
  ticket_number(canvas, facts, 640, 260, view().flow.ticket.item);
  canvas.fill({112, 1120, 856, 2}, color().divider);
  ticket_columns(canvas, facts, {88, 1166, 904, 136});
  pair(canvas, facts.waits_known ? "kiosk.done.remember" : "kiosk.done.offline", 1352, 34,
       color().ink);
  if (view().flow.ticket.offline) return why_no_papers(canvas);
  missed();
}

void DoneScreen::draw_code(Canvas& canvas, const std::string& url, const Rect& area) const {
  // Dark on white, whatever the colours: phones read nothing else for sure.
  const ui::LightPalette& light = view().theme.light;
  canvas.round(area.inset(-14), 28, light.surface);
  canvas.stroke(area.inset(-14), 28, 3, color().line);
  canvas.qr(url, area, light.ink, light.surface);
}

// A number of the kiosk's own has no token yet: no page, and no scanning.
void DoneScreen::why_no_papers(Canvas& canvas) const {
  canvas.text_wrapped(words().large("kiosk.done.offline_papers"), {112, 1448, 856, 84},
                      {.size = 28, .color = color().mid, .align = Align::kCenter}, 1.35F);
}

void DoneScreen::draw_paperless(Canvas& canvas, const TicketFacts& facts) const {
  if (facts.url.empty()) {
    ticket_number(canvas, facts, 640, 260, view().flow.ticket.item);
    pair(canvas, "kiosk.done.photo", 1172, 40, color().brand700);
    paragraph_pair(canvas, "kiosk.done.offline", 1274, 32, color().ink2);
    return why_no_papers(canvas);
  }
  ticket_number(canvas, facts, 572, 150, view().flow.ticket.item);
  draw_code(canvas, facts.url, {kCenter - 192, 914, 384, 384});
  pair(canvas, "kiosk.done.scan", 1338, 34, color().brand700);
  const std::string wait = wait_words(view().texts, words().language(), "kiosk.ticket", facts);
  canvas.text_fit(fmt::format("{} {}  ·  {} {}", words().large("kiosk.ticket.ahead"),
                              words().large("kiosk.ticket.people", {{"count", facts.ahead}}),
                              words().large("kiosk.ticket.wait"), wait),
                  kCenter, 1456, 856,
                  {.size = 32, .color = color().ink, .face = Face::kBold, .align = Align::kCenter},
                  shrink_to_min(32));
}

void DoneScreen::add_nodes(std::vector<ui::Node>& nodes) const {
  const bool scans = can_scan(view().flow);
  if (scans)
    add(nodes, kPapersNode, kPapers, words().large("kiosk.papers.begin"), papers_chosen(view()));
  add(nodes, kHomeNode, scans ? kFinishBeside : kFinish, words().large("kiosk.done.finish"),
      HomeChosen{});
}

// --- No ticket ----------------------------------------------------------------------------------

void TroubleScreen::draw_middle(Canvas& canvas) {
  card(canvas, kSheet);
  const Flow& flow = view().flow;
  const std::string block = fmt::format("kiosk.trouble.{}", name_of(flow.trouble));
  badge(canvas, trouble_badge(flow.trouble), {kCenter, 540}, 104);
  pair(canvas, block + ".title", 700, 60, color().ink);
  if (flow.trouble == Trouble::kTooEarly && flow.not_before_ms != 0 && view().zone) {
    const LocalTime from = view().zone->local(Time{flow.not_before_ms});
    paragraph_pair(canvas, block + ".from", 880, 42, color().ink,
                   {{"date", fmt::format("{}-{:02}-{:02}", from.year, from.month, from.day)},
                    {"time", clock_face(from)}});
  } else {
    paragraph_pair(canvas, block + ".next", 880, 42, color().ink);
  }
  if (about_a_new_number(flow.trouble)) {
    const Rect note{200, 1180, 680, 96};
    canvas.round(note, 28, color().brand50);
    canvas.text_fit(words().large("kiosk.trouble.nothing"), kCenter, note.y + 32, note.w - 48,
                    {.size = 30, .color = color().brand700, .align = Align::kCenter},
                    shrink_to_min(30));
  }
  button(canvas, kHomeNode, kFinish, Look::kMain, "kiosk.trouble.back");
}

void TroubleScreen::add_nodes(std::vector<ui::Node>& nodes) const {
  add(nodes, kHomeNode, kFinish, words().large("kiosk.trouble.back"), HomeChosen{});
}

void AwayScreen::draw_middle(Canvas& canvas) {
  card(canvas, kSheet);
  badge(canvas, {"wifi-off", Mood::kCare}, {kCenter, 600}, 112);
  pair(canvas, "kiosk.away.title", 770, 60, color().ink);
  paragraph_pair(canvas, "kiosk.away.next", 950, 44, color().ink);
  const Rect note{112, 1290, 856, 144};
  canvas.round(note, 28, color().brand50);
  canvas.text_fit(
      words().large("kiosk.away.returns"), kCenter, note.y + 34, note.w - 64,
      {.size = 32, .color = color().brand700, .face = Face::kBold, .align = Align::kCenter},
      shrink_to_min(32));
  canvas.text_fit(words().small("kiosk.away.returns"), kCenter, note.y + 86, note.w - 64,
                  {.size = 28, .color = color().ink2, .align = Align::kCenter}, shrink_to_min(28));
}

}  // namespace yichuang::kiosk
