// The other looks of the kiosk, as they were looked at and approved: in landscape, with the
// controls low, in high contrast, and the panel where a citizen chooses among them.
#include <gmock/gmock.h>

#include "kiosk/screens/my_ticket.h"
#include "tests/kiosk/screens_support.h"

namespace yichuang::kiosk {
namespace {

void landscape(Kiosk& k) { k.driven.flow.landscape = true; }
void low(Kiosk& k) { k.driven.send(LowChosen{true}); }
void contrast(Kiosk& k) { k.driven.send(ContrastChosen{true}); }
void many_items(Kiosk& k) { k.driven.send(ItemsChanged{84}); }

Shown at(const char* name, Screen screen, std::vector<void (*)(Kiosk&)> then) {
  return {name, [screen, then](Kiosk& k) {
            to(k, screen);
            for (const auto change : then) change(k);
          }};
}

void long_item(Kiosk& k) {
  k.item.set_fee_fen(2'000);
  k.item.mutable_fee_basis()->set_zh("苏价费〔2003〕232 号");
  for (int i = 0; i < 5; ++i) *k.item.add_documents() = k.item.documents(3);
  wire::Text* second = k.item.add_basis();
  second->set_zh("《中华人民共和国社会保险法》第五十八条、《社会保险经办条例》第十二条");
  second->set_en("Social Insurance Law art. 58, Regulations on Handling Social Insurance art. 12");
}

const std::vector<Shown>& plain_looks() {
  static const std::vector<Shown> looks = {
      at("access", Screen::kServices, {[](Kiosk& k) { k.driven.send(AccessChosen{true}); }}),
      at("access-on-en-contrast", Screen::kDone,
         {english, contrast, [](Kiosk& k) { k.driven.send(AccessChosen{true}); }}),
      at("item", Screen::kItem, {}),
      at("item-long", Screen::kItem, {long_item}),
      at("item-long-last-en", Screen::kItem,
         {long_item, english, [](Kiosk& k) { k.driven.send(PageChosen{1}); }}),
      at("item-gone", Screen::kItem, {[](Kiosk& k) { k.driven.flow.item = "other"; }}),
      at("offices", Screen::kSearch, {[](Kiosk& k) { k.driven.send(OfficesChosen{}); }}),
      at("offices-one-en", Screen::kSearch,
         {[](Kiosk& k) { k.driven.send(OfficesChosen{}).send(OfficeChosen{"公安局"}); }, english}),

      at("contrast-services", Screen::kServices, {many_items, contrast}),
      at("contrast-search", Screen::kSearch, {contrast}),
      at("contrast-done-en", Screen::kDone, {english, contrast}),
      at("contrast-choice-warning", Screen::kChoice,
         {contrast, [](Kiosk& k) { k.driven.pass(32'500); }}),
      {"contrast-paperless",
       [](Kiosk& k) {
         to(k, Screen::kChoice);
         contrast(k);
         k.driven.send(PaperlessChosen{});
       }},
      {"contrast-papers",
       [](Kiosk& k) {
         to_papers(k);
         contrast(k);
       }},
      {"contrast-emergency-en",
       [](Kiosk& k) {
         contrast(k);
         english(k);
         emergency(k);
       }},
      {"elder-printing-emergency",
       [](Kiosk& k) {
         to(k, Screen::kPrinting);
         elder(k);
         emergency(k);
       }},
      at("landscape-emergency", Screen::kEmergency, {landscape}),
      {"landscape-contrast-emergency",
       [](Kiosk& k) {
         landscape(k);
         contrast(k);
         emergency(k);
       }},
      at("elder-services-warning", Screen::kServices,
         {elder, [](Kiosk& k) { k.driven.pass(32'500); }}),
      at("landscape-done-strict-en", Screen::kDone,
         {landscape, english, [](Kiosk& k) { k.hall.rules.missed_is_void = true; }}),
      at("contrast-trouble", Screen::kTrouble, {contrast}),
      at("contrast-elder-services", Screen::kServices, {many_items, elder, contrast}),
      at("contrast-elder-done", Screen::kDone, {elder, contrast}),

      at("low-services", Screen::kServices, {many_items, low}),
      at("low-services-en-warning", Screen::kServices,
         {low, english, [](Kiosk& k) { k.driven.pass(32'500); }}),
      at("low-search", Screen::kSearch, {low}),
      at("low-offices", Screen::kSearch, {low, [](Kiosk& k) { k.driven.send(OfficesChosen{}); }}),
      at("low-item-en", Screen::kItem, {long_item, low, english}),
      at("low-identify", Screen::kIdentify, {low}),
      at("low-choice", Screen::kChoice, {low}),
      at("low-done", Screen::kDone, {low}),
      {"low-paperless-contrast",
       [](Kiosk& k) {
         to(k, Screen::kChoice);
         low(k);
         contrast(k);
         k.driven.send(PaperlessChosen{});
       }},
      {"low-mine-waiting",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_WAITING);
         low(k);
       }},
      {"elder-mine-waiting-papers-en",
       [](Kiosk& k) {
         to_ticket_with_papers(k, wire::TICKET_PHASE_WAITING);
         elder(k);
         english(k);
       }},
      {"landscape-mine-waiting-papers",
       [](Kiosk& k) {
         to_ticket_with_papers(k, wire::TICKET_PHASE_WAITING);
         landscape(k);
       }},
      {"low-papers",
       [](Kiosk& k) {
         to_papers(k);
         low(k);
       }},
      {"low-pages-en",
       [](Kiosk& k) {
         to_pages(k, 7);
         low(k);
         english(k);
       }},
      at("low-page", Screen::kPage, {low}),

      at("landscape-services", Screen::kServices, {many_items, landscape}),
      at("landscape-services-en", Screen::kServices, {landscape, english}),
      at("landscape-services-offline", Screen::kServices,
         {landscape,
          [](Kiosk& k) {
            k.driven.send(HallChanged{false, 8, true});
          }}),
      at("landscape-search", Screen::kSearch, {landscape}),
      at("landscape-search-typed-en", Screen::kSearch,
         {landscape, english, [](Kiosk& k) { k.driven.send(LetterTyped{'s'}); }}),
      at("landscape-offices", Screen::kSearch,
         {landscape, [](Kiosk& k) { k.driven.send(OfficesChosen{}); }}),
      at("landscape-item", Screen::kItem, {landscape, long_item}),
      at("landscape-identify-en", Screen::kIdentify, {landscape, english}),
      at("landscape-printing", Screen::kPrinting, {landscape}),
      at("landscape-choice-warning", Screen::kChoice,
         {landscape, [](Kiosk& k) { k.driven.pass(32'500); }}),
      at("landscape-done", Screen::kDone, {landscape}),
      {"landscape-done-scans-en",
       [](Kiosk& k) {
         to(k, Screen::kDone);
         landscape(k);
         english(k);
         k.driven.send(ScannerChanged{Scanning::kReady});
       }},
      {"landscape-paperless",
       [](Kiosk& k) {
         to(k, Screen::kChoice);
         landscape(k);
         k.driven.send(PaperlessChosen{});
       }},
      {"landscape-mine-missed",
       [](Kiosk& k) {
         to_ticket(k, wire::TICKET_PHASE_MISSED);
         landscape(k);
       }},
      {"landscape-papers",
       [](Kiosk& k) {
         to_papers(k);
         landscape(k);
       }},
      {"landscape-pages",
       [](Kiosk& k) {
         to_pages(k, 7);
         landscape(k);
       }},
      at("landscape-page", Screen::kPage, {landscape}),
      at("landscape-scanning", Screen::kScanning, {landscape}),
      at("landscape-trouble", Screen::kTrouble, {landscape}),
      at("landscape-welcome", Screen::kWelcome, {landscape}),
      at("landscape-away-en", Screen::kAway, {landscape, english}),
      at("landscape-staff-pin", Screen::kStaffPin,
         {landscape, [](Kiosk& k) { k.driven.send(DigitChosen{'1'}).send(DigitChosen{'2'}); }}),
      at("landscape-staff", Screen::kStaff, {landscape}),
      at("landscape-access-en", Screen::kServices,
         {landscape, english, [](Kiosk& k) { k.driven.send(AccessChosen{true}); }}),
      at("landscape-contrast-services", Screen::kServices, {landscape, contrast}),
      at("landscape-elder-services", Screen::kServices, {many_items, landscape, elder}),
      at("landscape-elder-item", Screen::kItem, {landscape, long_item, elder}),
      at("landscape-elder-choice-warning-en", Screen::kChoice,
         {landscape, elder, english, [](Kiosk& k) { k.driven.pass(32'500); }}),
      at("landscape-elder-done", Screen::kDone, {landscape, elder}),
  };
  return looks;
}

INSTANTIATE_TEST_SUITE_P(Plain, Look, testing::ValuesIn(plain_looks()), test_name);

// The fullest that a ticket's own screen can be, in every look.
TEST(EveryLook, HasRoomForHowManyPapersAreHandedIn) {
  using Choose = void (*)(Kiosk&);
  const std::vector<Choose> looks[] = {{landscape}, {low}, {elder}, {landscape, elder}};
  for (const std::vector<Choose>& choices : looks) {
    for (const wire::TicketPhase phase : {wire::TICKET_PHASE_WAITING, wire::TICKET_PHASE_MISSED,
                                          wire::TICKET_PHASE_HELD, wire::TICKET_PHASE_CALLED}) {
      for (const bool in_english : {false, true}) {
        Kiosk kiosk;
        to_ticket_with_papers(kiosk, phase);
        for (const Choose choose : choices) choose(kiosk);
        if (in_english) english(kiosk);
        const Flow& flow = kiosk.driven.flow;
        ui::Readable rules{.size_min = flow.elder ? 52.0F : 28.0F};
        if (flow.elder) rules.body = rules.numerals = 10;
        SCOPED_TRACE(fmt::format("{}, {}, {}, {}, {}", my_ticket_name(phase),
                                 flow.landscape ? "landscape" : "upright", flow.low ? "low" : "",
                                 flow.elder ? "elder" : "", in_english ? "en" : "zh"));
        const ui::Painted painted = ui::paint_watched(*kiosk.screen(), kiosk.size());
        EXPECT_THAT(ui::unreadable(painted, kiosk.size(), rules), testing::IsEmpty());
        EXPECT_TRUE(std::ranges::any_of(painted.texts, [&](const ui::TextShown& line) {
          return line.text.find(in_english ? "1 of 3 papers" : "材料已交 1 项") != line.text.npos;
        })) << "it is not on the screen";
      }
    }
  }
}

// Not only those that were looked at: each screen in each look, in both languages.
TEST(EveryScreen, CanBeReadInEveryLook) {
  using Choose = void (*)(Kiosk&);
  const std::pair<const char*, std::vector<Choose>> looks[] = {
      {"landscape", {landscape}},
      {"low", {low}},
      {"elder", {elder}},
      {"contrast", {contrast}},
      {"landscape elder", {landscape, elder}},
      {"landscape contrast", {landscape, contrast}}};
  for (const Screen screen : kScreens) {
    const bool staffs = screen == Screen::kStaffPin || screen == Screen::kStaff ||
                        screen == Screen::kEmergency;  // one look for everybody
    for (const auto& [name, choices] : looks) {
      for (const bool in_english : {false, true}) {
        Kiosk kiosk;
        to(kiosk, screen);
        for (const Choose choose : choices) choose(kiosk);
        if (in_english) english(kiosk);
        const Flow& flow = kiosk.driven.flow;
        ui::Readable rules{.size_min = flow.elder && !staffs ? 52.0F : 28.0F};
        if ((flow.elder && !staffs) || flow.contrast) rules.body = rules.numerals = 10;
        SCOPED_TRACE(fmt::format("{}, {}, {}", name_of(screen), name, in_english ? "en" : "zh"));
        EXPECT_THAT(
            ui::unreadable(ui::paint_watched(*kiosk.screen(), kiosk.size()), kiosk.size(), rules),
            testing::IsEmpty());
      }
    }
  }
}

std::string without_spaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

// Where room is short the badge goes and the number shrinks; a sentence is never left out.
TEST(EveryScreen, SaysAllItsLinesInEveryLook) {
  using Choose = void (*)(Kiosk&);
  const std::vector<Choose> looks[] = {{landscape}, {low}, {elder}, {landscape, elder}};
  const auto painted_words = [](const Kiosk& kiosk) {
    std::string words;
    for (const ui::TextShown& line : ui::paint_watched(*kiosk.screen(), kiosk.size()).texts)
      words += without_spaces(line.text);
    return words;
  };
  std::vector<Shown> shown = {{"paperless",
                               [](Kiosk& k) {
                                 to(k, Screen::kChoice);
                                 k.driven.send(PaperlessChosen{});
                               }},
                              {"mine", [](Kiosk& k) { to_ticket(k, wire::TICKET_PHASE_WAITING); }},
                              {"mine missed", [](Kiosk& k) {
                                 to_ticket(k, wire::TICKET_PHASE_MISSED);
                                 k.driven.send(ScannerChanged{Scanning::kNoRoom});
                               }}};
  for (const Screen screen : kScreens)
    shown.push_back({name_of(screen), [screen](Kiosk& k) { to(k, screen); }});
  for (const Shown& each : shown) {
    for (const auto& choices : looks) {
      for (const bool in_english : {false, true}) {
        Kiosk kiosk;
        each.arrange(kiosk);
        for (const Choose choose : choices) choose(kiosk);
        if (in_english) english(kiosk);
        const Flow& flow = kiosk.driven.flow;
        const PlainPage page = plain_page(kiosk.view, look_of(flow).room(flow));
        if (page.is_list || !shown_plain(flow)) continue;
        SCOPED_TRACE(fmt::format("{}{}{}{}", each.name, flow.landscape ? ", landscape" : "",
                                 flow.elder ? ", elder" : "", in_english ? ", en" : ""));
        const std::string words = painted_words(kiosk);
        for (const std::string& line : page.lines)
          EXPECT_THAT(words, testing::HasSubstr(without_spaces(line)));
        for (const Fact& fact : page.facts)
          EXPECT_THAT(words, testing::HasSubstr(without_spaces(fact.label + fact.value)));
      }
    }
  }
}

// Whoever is asked whether to throw pages away has two answers, and no key that does nothing.
TEST(PlainPapers, AskForAnAnswerAlone) {
  for (const auto choose : {landscape, low, elder}) {
    Kiosk kiosk;
    to(kiosk, Screen::kPages);
    Driven& d = kiosk.driven;
    for (const uint64_t id : {11U, 12U, 13U}) scan_page(d.send(ScanChosen{}), id).send(PageKept{});
    choose(kiosk);
    ASSERT_EQ(d.flow.screen, Screen::kPages);
    d.flow.papers.place = 1;
    d.send(HomeChosen{});
    ASSERT_TRUE(d.flow.asked_sure);
    const PlainPage page = plain_page(kiosk.view, look_of(d.flow).room(d.flow));
    ASSERT_EQ(page.buttons.size(), 2U);
    EXPECT_TRUE(std::holds_alternative<KeepChosen>(page.buttons[0].event));
    EXPECT_TRUE(std::holds_alternative<HomeChosen>(page.buttons[1].event));
  }
}

// Centred text of the kiosk's own measure: a word of 28 units' height is as wide as it is here.
TEST(EvenLines, PartAtAPauseAndLeaveNoWordAlone) {
  struct Case {
    const char* text;
    std::vector<std::string> lines;
  };
  const Case cases[] = {
      {"一人一号，满 60 岁可以优先", {"一人一号，", "满 60 岁可以优先"}},
      {"监护人身份证（未满 16 周岁的）", {"监护人身份证", "（未满 16 周岁的）"}},
      {"Lay it down: it is read", {"Lay it down:", "it is read"}},
      {"请稍候", {"请稍候"}},
  };
  struct Breaks final : ui::Screen {
    std::string_view name() const override { return "breaks"; }
    void draw(ui::Canvas& canvas) override {
      for (const Case& each : all)
        got.push_back(even_lines(canvas, each.text, 260, {.size = 28, .color = {}}));
      const ui::TextStyle style{.size = 28, .color = {}};
      const char* const words = "one two three four five six seven eight";
      for (float width = 200; width < 520; width += 20) {
        const std::vector<std::string> lines = even_lines(canvas, words, width, style);
        EXPECT_EQ(lines.size(), canvas.wrap(words, width, style).size()) << width;
        EXPECT_NE(lines.back(), "eight") << width;
      }
    }
    std::vector<ui::Node> nodes() const override { return {}; }
    std::span<const Case> all;
    std::vector<std::vector<std::string>> got;
  };
  Breaks breaks;
  breaks.all = cases;
  (void)ui::paint_watched(breaks, kDesign);
  ASSERT_EQ(breaks.got.size(), std::size(cases));
  for (size_t i = 0; i < std::size(cases); ++i) EXPECT_EQ(breaks.got[i], cases[i].lines);
}

// "Touch to begin" is true of the whole screen between header and footer.
TEST(Welcome, ATouchAnywhereBegins) {
  for (const bool on_its_side : {false, true}) {
    Kiosk kiosk;
    to(kiosk, Screen::kWelcome);
    kiosk.driven.flow.landscape = on_its_side;
    const ui::Size size = kiosk.size();
    const std::vector<ui::Node> nodes = kiosk.screen()->nodes();
    for (const ui::Point at : {ui::Point{size.w * 0.1F, size.h * 0.3F},
                               {size.w * 0.5F, size.h * 0.5F},
                               {size.w * 0.9F, size.h * 0.7F}}) {
      kiosk.sent.clear();
      const auto node = ui::node_at(nodes, at, 0);
      ASSERT_TRUE(node) << at.x << ", " << at.y;
      node->action();
      EXPECT_TRUE(std::holds_alternative<HomeChosen>(kiosk.sent.at(0)));
    }
  }
}

TEST(Low, WhatIsTouchedStandsInTheLowerHalf) {
  for (const Screen screen : kScreens) {
    if (screen == Screen::kStaffPin || screen == Screen::kStaff) continue;
    Kiosk kiosk;
    to(kiosk, screen);
    low(kiosk);
    for (const ui::Node& node : kiosk.screen()->nodes())
      EXPECT_GE(node.rect.y, kHeight / 2) << name_of(screen) << ": " << node.label;
  }
}

TEST(Plain, EveryDocumentAndEveryBasisOfAnItemIsOnOneOfItsPages) {
  for (const bool large : {false, true}) {
    Kiosk kiosk;
    to(kiosk, Screen::kItem);
    long_item(kiosk);
    if (large) elder(kiosk);
    size_t documents = 0;
    size_t bases = 0;
    for (uint32_t page = 0; page < 20; ++page) {
      kiosk.driven.send(PageChosen{page});
      const PlainPage shown =
          plain_page(kiosk.view, look_of(kiosk.driven.flow).room(kiosk.driven.flow));
      for (const PlainPage::Row& row : shown.rows) {
        documents += row.button.icon == "document" ? 1 : 0;
        bases += row.button.icon == "scales" ? 1 : 0;
      }
      const auto next = std::ranges::find(shown.buttons, int{kNextNode}, &PlainPage::Button::id);
      if (next == shown.buttons.end() || !next->enabled) break;
    }
    EXPECT_EQ(documents, static_cast<size_t>(kiosk.item.documents_size()));
    EXPECT_EQ(bases, static_cast<size_t>(kiosk.item.basis_size()) + 1) << "and that of the fee";
  }
}

}  // namespace
}  // namespace yichuang::kiosk
