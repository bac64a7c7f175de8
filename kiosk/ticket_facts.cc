#include "kiosk/ticket_facts.h"

#include <fmt/format.h>

namespace yichuang::kiosk {

TicketFacts ticket_facts(const State& state, const FlowTicket& ticket, std::string_view web) {
  TicketFacts facts;
  facts.hall_zh = state.hall_zh;
  facts.hall_en = state.hall_en;
  facts.number = ticket.number;
  facts.missed_is_void = state.rules.missed_is_void;
  facts.waits_known = !ticket.offline;
  facts.ahead = ticket.ahead;
  facts.wait_min_p50 = ticket.wait_min_p50;
  facts.wait_min_p90 = ticket.wait_min_p90;
  while (web.ends_with('/')) web.remove_suffix(1);
  if (!ticket.token.empty()) facts.url = fmt::format("{}/t/{}", web, ticket.token);
  const Service* service = state.service(ticket.service);
  if (service == nullptr) return facts;  // the catalogue changed since: the number still holds
  facts.service_zh = service->name_zh;
  facts.service_en = service->name_en;
  for (const auto& [number, window] : state.windows)
    if (!window.retired && serves(window, state.service_index(*service)))
      facts.windows.push_back(number);
  return facts;
}

std::string_view missed_rule(const TicketFacts& facts, bool reads_codes) {
  if (facts.missed_is_void) return "void";
  if (facts.url.empty()) return "desk";
  return reads_codes ? "here" : "phone";
}

std::string window_ranges(const std::vector<WindowNumber>& windows, std::string_view separator) {
  std::string out;
  for (size_t first = 0; first < windows.size();) {
    size_t last = first;
    while (last + 1 < windows.size() && windows[last + 1] == windows[last] + 1) ++last;
    if (last - first < 2) last = first;
    if (!out.empty()) out += separator;
    out += last == first ? fmt::format("{}", windows[first])
                         : fmt::format("{}–{}", windows[first], windows[last]);
    first = last + 1;
  }
  return out;
}

std::string wait_words(const ui::Texts& texts, std::string_view language, std::string_view area,
                       const TicketFacts& facts) {
  const auto key = [&](std::string_view name) { return fmt::format("{}.{}", area, name); };
  if (!facts.waits_known) return texts.get(language, key("unknown"));
  if (facts.wait_min_p90 == 0)
    return texts.get(language, key(facts.ahead == 0 ? "soon" : "unknown"));
  if (facts.wait_min_p50 >= facts.wait_min_p90)
    return texts.get(language, key("about"), {{"minutes", facts.wait_min_p90}});
  return texts.get(language, key("range"),
                   {{"low", facts.wait_min_p50}, {"high", facts.wait_min_p90}});
}

}  // namespace yichuang::kiosk
