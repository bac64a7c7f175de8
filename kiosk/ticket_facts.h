// What a ticket says, gathered from the ticket and the hall's state: for the paper and for the done
// screen alike. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hall/state.h"
#include "kiosk/flow.h"
#include "ui/i18n.h"

namespace yichuang::kiosk {

struct TicketFacts {
  std::string hall_zh;
  std::string hall_en;
  std::string number;
  std::string service_zh;
  std::string service_en;
  bool waits_known = true;  // false: given while the server was away
  uint32_t ahead = 0;
  uint32_t wait_min_p50 = 0;
  uint32_t wait_min_p90 = 0;
  std::vector<WindowNumber> windows;  // that serve it, ascending
  bool missed_is_void = false;        // by the hall's rules
  std::string url;                    // of the ticket's phone page; empty: it has none
};

// `web` is the base of the phone pages, "http://hall.example" with or without a slash at its end.
TicketFacts ticket_facts(const State& state, const FlowTicket& ticket, std::string_view web);

// Where a number that was missed can be restored, by the hall's rules and the ticket's code, as the
// last part of a text's key: "here" (phone, kiosks, windows, guide desk), "phone" (the same but for
// kiosks), "desk" (it has no code: windows, guide desk), "void" (nowhere). `reads_codes`: this
// kiosk has a reader of codes.
std::string_view missed_rule(const TicketFacts& facts, bool reads_codes);

// "1–4、7" or "1–4, 7": runs of three and more are drawn together.
std::string window_ranges(const std::vector<WindowNumber>& windows, std::string_view separator);

// The wait that was told, in words: a range, one number, "you are next" or "watch the board".
// `area` is the block of texts to take the words from ("kiosk.paper" or "kiosk.ticket").
std::string wait_words(const ui::Texts& texts, std::string_view language, std::string_view area,
                       const TicketFacts& facts);

}  // namespace yichuang::kiosk
