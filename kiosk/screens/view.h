// View: all that the kiosk's screens read, and the one door by which they act. The program fills it
// and owns it; screens draw from it and change nothing. On the window's thread.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/zone.h"
#include "drivers/printer.h"
#include "hall/state.h"
#include "kiosk/flow.h"
#include "kiosk/item_search.h"
#include "kiosk/scan/preview.h"
#include "kiosk/staff_facts.h"
#include "ui/i18n.h"
#include "ui/node.h"
#include "ui/theme.h"

namespace yichuang::kiosk {

struct View {
  const ui::Theme& theme;
  const ui::Texts& texts;
  const Flow& flow;
  std::function<const State&()> state;
  std::function<const wire::ServiceEstimate*(std::string_view service)> estimate;
  std::function<Time()> hall_now;       // by the server's clock
  std::function<Time()> last_contact;   // what is shown is true as of then
  std::function<int64_t()> steady_ms;   // the clock of the flow
  std::function<void(FlowEvent)> send;  // a citizen's wish
  std::function<StaffFacts()> staff;    // of the machine
  // Of the catalogue; null if it is not known.
  std::function<const wire::ItemRecord*(std::string_view id)> item = {};
  // What the flow's query finds, the best first.
  std::function<std::vector<const wire::ItemRecord*>()> found = {};
  // The offices whose items they are, in the catalogue's order.
  std::function<std::vector<Office>()> offices = {};
  // A page on the desk, as it is shown; null if it does not lie there.
  std::function<const scan::Preview*(uint64_t page)> preview = {};
  // A key has moved the focus there.
  std::function<void(const ui::Node&)> focused = {};
  std::string web = {};  // base of the phone pages
  PrinterStatus printer = {};
  bool reads_codes = false;       // a reader of bar and QR codes is there and works
  bool reads_out = false;         // through a headset, to whoever asks for it
  std::optional<Zone> zone = {};  // of the hall, once it is known

  const ui::LightPalette& palette() const { return flow.contrast ? theme.contrast : theme.light; }
};

// Texts in the citizen's language (large) and in the other one (small, beneath).
class Words {
 public:
  explicit Words(const View& view) : view_(view) {}

  std::string large(std::string_view key,
                    std::initializer_list<ui::TextArgument> arguments = {}) const {
    return view_.texts.get(language(), key, arguments);
  }
  std::string small(std::string_view key,
                    std::initializer_list<ui::TextArgument> arguments = {}) const {
    return view_.texts.get(other(), key, arguments);
  }
  // One of a pair that the hall's state brings along; the other if it is empty.
  const std::string& large(const std::string& zh, const std::string& en) const {
    return chinese() ? (zh.empty() ? en : zh) : (en.empty() ? zh : en);
  }
  const std::string& small(const std::string& zh, const std::string& en) const {
    return chinese() ? en : zh;
  }

  bool chinese() const { return view_.flow.language == Language::kChinese; }
  std::string_view language() const { return chinese() ? "zh-CN" : "en"; }
  std::string_view other() const { return chinese() ? "en" : "zh-CN"; }

 private:
  const View& view_;
};

}  // namespace yichuang::kiosk
