// What staff are told of the papers that are kept after their visits: those of visits that were
// taken in (受理). Which papers there are, never what is in them. Pure.
#pragma once

#include <string>

#include "queue-server/web/paper_store.h"

namespace yichuang {

// {"ok":true,"visits":[{"ticket","number","item","clerk","taken_in","papers":[{"id","ordinal",
// "pages"}]}]}: the latest visit first, at most web_limits::kTakenInShownMax. `clerk`: of what that
// badge took in alone; empty: of all. Times are milliseconds of the hall's clock.
std::string taken_in_json(const PaperStore::Index& papers, const std::string& clerk);

}  // namespace yichuang
