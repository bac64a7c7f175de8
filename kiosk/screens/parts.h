// What the kiosk's upright screens in standard type have in common: the frame (frame.h) and the
// pieces (cards, buttons, ticket facts). On the window's thread.
#pragma once

#include <string>
#include <vector>

#include "kiosk/screens/frame.h"
#include "kiosk/screens/pieces.h"
#include "kiosk/screens/view.h"
#include "kiosk/ticket_facts.h"
#include "ui/canvas.h"
#include "ui/node.h"

namespace yichuang::kiosk {

inline constexpr float kWidth = 1080;  // of the design
inline constexpr float kHeight = 1920;
inline constexpr float kCenter = kWidth / 2;
inline constexpr float kFooterTop = 1776;
inline constexpr float kWarningTop = 1496;  // of the question whether anybody is still there
// The white card between header and footer.
inline constexpr ui::Rect kSheet{64, 264, 952, 1448};

// The smallest text, and how far a text of `size` may shrink to fit.
inline constexpr float kTextMin = 28;
inline float shrink_to_min(float size) { return size <= kTextMin ? 1.0F : kTextMin / size; }

// Ids of what can be touched; a service's is kServiceNode + its place on the page.
enum NodeId {
  kChineseNode = 1,
  kEnglishNode,
  kMoreTimeNode,
  kTakenNode,
  kReprintNode,
  kPaperlessNode,
  kGiveUpNode,
  kHomeNode,
  kElderNode,
  kHelpNode,
  kAccessNode,
  kContrastNode,
  kLowNode,
  kSpokenNode,
  kOfficesNode,
  kWithoutCardNode,
  kReactivateNode,
  kWithdrawNode,
  kPreviousNode,
  kNextNode,
  kTestPrintNode,
  kPaperNode,
  kRestartNode,
  kPapersNode,
  kScanNode,
  kStopNode,
  kPageKeptNode,
  kEarlierNode,
  kLaterNode,
  kDropNode,
  kFileNode,
  kSearchNode,
  kEraseNode,
  kNoticeNode,
  kDigitNode = 50,   // and the eleven after it
  kLetterNode = 70,  // A, and the letters after it
  kServiceNode = 100,
  kDocumentNode = 200,  // and its place on the page
  kPageNode = 300,      // and its place in the paper
};

// People ahead, expected wait, windows: in words.
std::vector<Fact> ticket_fact_words(const View& view, const TicketFacts& facts);

// What becomes of the ticket in hand if nobody comes when it is called, in words.
std::string missed_words(const View& view);

// A screen of the kiosk: frame and pieces. A subclass paints its middle and adds its nodes.
class KioskScreen : public ui::Screen {
 public:
  explicit KioskScreen(const View& view)
      : view_(view),
        words_(view),
        frame_(view, *this, {{kWidth, kHeight}, kFooterTop, kWarningTop}) {}

  void draw(ui::Canvas& canvas) final;
  std::vector<ui::Node> nodes() const final;
  bool on_touch(const ui::Touch& touch) final;
  void on_focus(const ui::Node& node) final {
    if (view_.focused) view_.focused(node);
  }
  // What changes with the seconds: header clock and countdowns. To be painted anew when they do.
  static ui::Rect clock_area() { return {700, 40, 380, 112}; }

 protected:
  // Paints between header and footer. The header is `header_height()` high.
  virtual void draw_middle(ui::Canvas& canvas) = 0;
  // Which of them the question whether anybody is there lies over is not its care.
  virtual void add_nodes(std::vector<ui::Node>& nodes) const = 0;
  virtual float header_height() const { return 208; }
  virtual bool has_footer() const { return true; }

  const View& view() const { return view_; }
  const Words& words() const { return words_; }
  const ui::LightPalette& color() const { return view_.palette(); }
  const State& state() const { return view_.state(); }
  // A node that sends `event`, next in the focus order.
  void add(std::vector<ui::Node>& nodes, int id, const ui::Rect& rect, std::string label,
           FlowEvent event, bool enabled = true) const;

  // --- pieces
  void card(ui::Canvas& canvas, const ui::Rect& area) const;
  // An icon in a circle tinted by how things stand.
  void badge(ui::Canvas& canvas, const Badge& badge, ui::Point center, float radius) const;
  // The name of something, which halls make as long as they like: one line of `size`, or smaller,
  // else as many as `area` has of the least size. Returns the height used.
  float long_name(ui::Canvas& canvas, std::string_view text, const ui::Rect& area,
                  float size) const;
  enum class Look { kMain, kPlain, kOff };
  // A wide button with an icon, its text and a smaller line beneath.
  void big_button(ui::Canvas& canvas, int id, const ui::Rect& area, Look look,
                  std::string_view icon, const std::string& text, const std::string& hint) const;
  // A button of one line and the other language behind it, or beneath where it is narrow.
  void button(ui::Canvas& canvas, int id, const ui::Rect& area, Look look,
              std::string_view text_key) const;
  // One of three lights up after the other while the citizen waits.
  void waiting_dots(ui::Canvas& canvas, ui::Point center) const;
  // Centred in both languages: large, and small beneath. Returns the height used.
  float pair(ui::Canvas& canvas, std::string_view key, float y, float size, ui::Color ink,
             std::initializer_list<ui::TextArgument> arguments = {}) const;
  // Centred on at most two lines, each language. Returns the height used.
  float paragraph_pair(ui::Canvas& canvas, std::string_view key, float y, float size, ui::Color ink,
                       std::initializer_list<ui::TextArgument> arguments = {}) const;
  // The number of a ticket and what it is for, centred: the item `item` if it is known, and the
  // service.
  void ticket_number(ui::Canvas& canvas, const TicketFacts& facts, float y, float size,
                     std::string_view item) const;
  void ticket_columns(ui::Canvas& canvas, const TicketFacts& facts, const ui::Rect& area) const {
    draw_facts(canvas, color(), ticket_fact_words(view_, facts), area);
  }

 private:
  const View& view_;
  Words words_;
  Frame frame_;
};

}  // namespace yichuang::kiosk
