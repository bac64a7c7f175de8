// Ten thousand random touches, devices and answers against the flow and its real screens: nothing
// breaks, no screen is a dead end, and left alone the kiosk is always back where the next citizen
// should find it. A failure prints its seed.
#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <set>

#include "kiosk/scan/page.h"
#include "kiosk/screens/make_screen.h"
#include "kiosk/screens/plain_screen.h"
#include "screens/golden.h"
#include "tests/kiosk/flow_support.h"
#include "tests/kiosk/sample_hall.h"

namespace yichuang::kiosk {
namespace {

constexpr ui::Size kDesign{kWidth, kHeight};

class Monkey {
 public:
  explicit Monkey(uint32_t seed) : dice_(seed) {
    for (const Screen each : kScreens)
      screens_.at(static_cast<size_t>(each)) = make_screen(each, view_);
    d_.flow.has_staff_panel = true;
    d_.flow.times.welcome_ms = 20'000;
    d_.flow.landscape = seed % 3 == 0;
    d_.send(ScannerChanged{Scanning::kReady});
    d_.send(ItemsChanged{84});
    d_.send(PrinterChanged{DeviceCondition::kReady});
    d_.send(HallChanged{true, 8, true});
  }

  uint32_t roll(uint32_t sides) { return static_cast<uint32_t>(dice_()) % sides; }
  Driven& driven() { return d_; }
  const std::set<std::string>& seen() const { return seen_; }
  // Fingers that hit something where only a screen that lies on its side has anything.
  int hits_beside() const { return hits_beside_; }

  ui::Screen& screen() {
    if (shown_plain(d_.flow)) return plain_;
    return *screens_.at(static_cast<size_t>(d_.flow.screen));
  }

  void send(const FlowEvent& event) {
    d_.send(event);
    for (const FlowEffect& effect : d_.effects) asked_.push_back(effect);
    seen_.insert(std::string(name_of(d_.flow.screen)) + (d_.flow.elder ? " large" : ""));
  }

  // A finger anywhere, as the window handles it.
  void touch() {
    const auto [w, h] = d_.flow.landscape ? ui::Size{kHeight, kWidth} : kDesign;
    const ui::Point at{static_cast<float>(roll(static_cast<uint32_t>(w))),
                       static_cast<float>(roll(static_cast<uint32_t>(h)))};
    screen().on_touch({ui::TouchPhase::kDown, at, 1});
    const auto node = ui::node_at(screen().nodes(), at, 96);
    if (node && at.x >= kWidth) ++hits_beside_;
    press(node);
  }
  // And one that hits something, for the walk to come far.
  void touch_node() {
    const auto nodes = screen().nodes();
    if (!nodes.empty()) press(nodes.at(roll(static_cast<uint32_t>(nodes.size()))));
  }
  void press(const std::optional<ui::Node>& node) {
    if (node && node->enabled) node->action();
    while (!wished_.empty()) {
      const FlowEvent event = std::move(wished_.front());
      wished_.pop_front();
      send(event);
    }
  }

  void answer() {
    if (asked_.empty()) return;
    const FlowEffect effect = std::move(asked_.front());
    asked_.pop_front();
    if (const auto* issue = std::get_if<AskIssue>(&effect)) return answer_issue(issue->request);
    if (const auto* check_in = std::get_if<AskCheckIn>(&effect))
      return answer_issue(check_in->request);
    if (const auto* look = std::get_if<AskTicket>(&effect)) {
      const auto phase = static_cast<wire::TicketPhase>(roll(wire::TicketPhase_ARRAYSIZE));
      const Outcome outcome = roll(4) == 0                    ? refused(any_refusal())
                              : look->act == TicketAct::kLook ? found(phase)
                                                              : done();
      return send(TicketAnswered{look->request, outcome});
    }
    if (const auto* notice = std::get_if<AskNotice>(&effect))
      return send(PrintFinished{notice->job, static_cast<PrintOutcome>(roll(3)), {}});
    if (const auto* print = std::get_if<AskPrint>(&effect))
      return send(PrintFinished{print->job, static_cast<PrintOutcome>(roll(3)),
                                static_cast<PrintReason>(roll(14))});
    if (const auto* confirm = std::get_if<AskConfirm>(&effect))
      return send(ConfirmAnswered{confirm->ticket, roll(8) == 0 ? refused(any_refusal()) : done()});
    if (const auto* of = std::get_if<AskPapersOf>(&effect))
      return send(PapersFound{of->ticket, {{roll(5), 1 + roll(3), "", false, true}}, roll(2) == 0});
    if (const auto* scan = std::get_if<AskScan>(&effect)) return answer_scan(*scan);
    if (const auto* file = std::get_if<AskFile>(&effect)) {
      const std::string document =
          roll(6) == 0 ? "" : std::string(16, static_cast<char>(roll(256)));
      send(PaperFiled{file->ordinal, document});
      return send(PaperSent{document});
    }
    if (std::holds_alternative<AskPin>(effect)) return send(PinAnswered{roll(2) == 0});
  }

  void world() {
    switch (roll(13)) {
      case 12:  // a manager's message comes rarely, and goes
        if (!d_.flow.emergency && roll(4) != 0) return;
        hall_.emergency = {d_.flow.emergency ? "" : "请从最近的出口离开", "", kSampleTime};
        return send(EmergencyChanged{hall_.emergency.running()});
      case 11:
        return send(ScannerChanged{roll(4) != 0 ? Scanning::kReady : Scanning::kScannerAway});
      case 9:
        return send(
            CardSeen{static_cast<CardOutcome>(roll(3)), std::string(16, 'p'), roll(2) == 0});
      case 10:
        return send(CardReaderChanged{roll(3) != 0});
      case 0:
        return send(HallChanged{roll(4) != 0, 8, roll(2) == 0});
      case 1:
        view_.printer = {{.away = roll(4) == 0, .paper_out = roll(3) == 0}, {}};
        view_.printer.condition = condition_of(view_.printer.facts);
        return send(PrinterChanged{view_.printer.condition});
      case 2:
        return send(CodeRead{roll(3) == 0 ? "" : kToken});
      case 3:
        for (int i = 0; i < 5; ++i) send(CornerTouched{});
        return;
      case 4:
        return send(TicketLost{d_.flow.ticket.key});
      case 5:
        view_.reads_codes = roll(2) == 0;
        return;
      default:
        d_.now_ms += roll(12'000);
        return send(TimePassed{});
    }
  }

 private:
  wire::Refusal any_refusal() {
    return static_cast<wire::Refusal>(1 + roll(wire::Refusal_ARRAYSIZE - 1));
  }
  void answer_scan(const AskScan& scan) {
    const uint32_t pages = 1 + roll(std::min(3u, scan.pages_max));
    for (uint32_t i = 0; i < pages; ++i)
      send(PageScanned{scan.job, {++pages_, static_cast<scan::Verdict>(roll(5))}});
    send(ScanProgressed{scan.job, static_cast<int>(roll(1001))});
    send(ScanFinished{scan.job, static_cast<ScanReason>(
                                    roll(2) * roll(static_cast<uint32_t>(kScanReasonLast) + 1))});
  }
  void answer_issue(uint64_t request) {
    if (roll(5) == 0) return send(IssueAnswered{request, refused(any_refusal())});
    if (!d_.flow.hall_fresh) {
      FlowTicket ticket;
      ticket.key = 0x8000'0000U | ++keys_;
      ticket.number = "X007";
      ticket.service = "social";
      ticket.offline = true;
      return send(NumberGiven{request, ticket});
    }
    send(IssueAnswered{request, issued(++keys_)});
  }

  std::mt19937 dice_;
  Driven d_;
  int hits_beside_ = 0;
  uint32_t keys_ = 0;
  uint64_t pages_ = 0;
  std::deque<FlowEffect> asked_;
  std::deque<FlowEvent> wished_;
  std::set<std::string> seen_;
  ui::Theme theme_ = std::move(ui::Theme::load(ui::assets_folder() / "theme/theme.toml")).value();
  ui::Texts texts_ = std::move(ui::Texts::load(ui::assets_folder() / "i18n")).value();
  State hall_ = sample_hall();
  const wire::ItemRecord item_ = sample_item();
  std::map<std::string, wire::ServiceEstimate> estimates_ = sample_estimates();
  View view_{.theme = theme_,
             .texts = texts_,
             .flow = d_.flow,
             .state = [this]() -> const State& { return hall_; },
             .estimate =
                 [this](std::string_view id) {
                   const auto found = estimates_.find(std::string(id));
                   return found == estimates_.end() ? nullptr : &found->second;
                 },
             .hall_now = [] { return kSampleTime; },
             .last_contact = [] { return kSampleTime; },
             .steady_ms = [this] { return d_.now_ms; },
             .send = [this](FlowEvent event) { wished_.push_back(std::move(event)); },
             .staff = [] { return sample_staff(); },
             .item = [this](std::string_view) { return &item_; },
             .found = [this] { return std::vector<const wire::ItemRecord*>(7, &item_); },
             .offices =
                 [] {
                   return std::vector<Office>(7, {"公安局", "Police", 3});
                 },
             .web = "http://hall.example:8080",
             .printer = {{.away = false}, DeviceCondition::kReady},
             .reads_out = true,
             .zone = std::move(Zone::open("Asia/Shanghai")).value()};
  std::array<std::unique_ptr<ui::Screen>, kScreens.size()> screens_;
  PlainScreen plain_{view_};
};

TEST(Monkey, TenThousandTouchesBreakNothingAndEndAtHome) {
  constexpr int kSeeds = 20;
  constexpr int kSteps = 500;
  constexpr int kPaintEvery = 5;
  constexpr int64_t kQuietMs = 600'000;
  auto upright = ui::open_offscreen(kDesign, 540, 960);
  auto landscape = ui::open_offscreen({kHeight, kWidth}, 960, 540);
  std::set<std::string> seen;
  for (uint32_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Monkey monkey(seed);
    for (int step = 0; step < kSteps; ++step) {
      switch (monkey.roll(4)) {
        case 0:
          monkey.touch();
          break;
        case 1:
          monkey.touch_node();
          break;
        case 2:
          monkey.answer();
          break;
        default:
          monkey.world();
      }
      const int64_t now_ms = monkey.driven().now_ms;
      ASSERT_GE(wake_at_ms(monkey.driven().flow, now_ms), now_ms) << "it would spin";
      if (step % kPaintEvery == 0) {
        ui::Window& window = monkey.driven().flow.landscape ? *landscape : *upright;
        window.show(monkey.screen());
        window.invalidate();
        (void)window.picture();
      }
    }
    if (monkey.driven().flow.landscape) {
      EXPECT_GT(monkey.hits_beside(), 0);
    }
    // Everybody leaves, and no answer comes. A countdown wakes the flow each second, for up to 90 s
    // where it is spoken.
    monkey.send(EmergencyChanged{false});
    monkey.send(HallChanged{true, 8, true});
    Driven& d = monkey.driven();
    const int64_t end_ms = d.now_ms + kQuietMs;
    while (d.now_ms < end_ms) {
      const int64_t wake_ms = wake_at_ms(d.flow, d.now_ms);
      if (wake_ms == INT64_MAX) break;
      ASSERT_LE(wake_ms, d.now_ms + 3'600'000) << "a screen that never ends";
      d.now_ms = std::max(wake_ms, d.now_ms + 1);
      monkey.send(TimePassed{});
    }
    EXPECT_EQ(name_of(d.flow.screen), std::string("welcome"));
    EXPECT_EQ(d.flow.language, Language::kChinese);
    EXPECT_FALSE(d.flow.elder || d.flow.contrast || d.flow.low || d.flow.spoken);
    EXPECT_FALSE(d.flow.access_open);
    EXPECT_EQ(d.flow.page, 0u);
    EXPECT_EQ(d.flow.ticket.key, 0u);
    EXPECT_TRUE(d.flow.code.empty());
    EXPECT_TRUE(d.flow.person.empty());
    EXPECT_EQ(d.flow.gate.typed(), 0u);
    EXPECT_FALSE(help_wanted(d.flow, d.now_ms));
    seen.insert(monkey.seen().begin(), monkey.seen().end());
  }
  for (const Screen screen : kScreens)
    EXPECT_TRUE(seen.contains(name_of(screen))) << "the monkey never came to " << name_of(screen);
  EXPECT_TRUE(seen.contains("services large") && seen.contains("done large"));
}

}  // namespace
}  // namespace yichuang::kiosk
