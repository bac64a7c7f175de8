#include "queue-server/web/taken_in_view.h"

#include <algorithm>
#include <ranges>

#include "base/id.h"
#include "queue-server/web/json.h"
#include "queue-server/web/web_limits.h"

namespace yichuang {

std::string taken_in_json(const PaperStore::Index& papers, const std::string& clerk) {
  JsonWriter json;
  json.begin_object().member("ok", true).key("visits").begin_array();
  size_t shown = 0;
  for (const auto& [ticket, all] : std::views::reverse(papers)) {
    const auto kept = std::ranges::find_if(all, [&](const PaperStore::Paper& paper) {
      return paper.taken_in && (clerk.empty() || paper.taken_in->clerk == clerk);
    });
    if (kept == all.end()) continue;
    if (++shown > web_limits::kTakenInShownMax) break;
    json.begin_object()
        .member("ticket", ticket)
        .member("number", kept->taken_in->number)
        .member("item", kept->leave.item())
        .member("clerk", kept->taken_in->clerk)
        .member("taken_in", kept->taken_in->at.ms);
    json.key("papers").begin_array();
    for (const PaperStore::Paper& paper : all) {
      if (!paper.taken_in) continue;
      json.begin_object()
          .member("id", to_hex(paper.leave.document()))
          .member("ordinal", paper.leave.ordinal())
          .member("pages", paper.leave.pages())
          .end_object();
    }
    json.end_array().end_object();
  }
  return json.end_array().end_object().take();
}

}  // namespace yichuang
