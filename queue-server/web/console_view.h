// What the console is told: the hall's state as JSON. Pure functions of the mirrored state. Nothing
// here that a person standing in the hall may not see, but for the clerks' names and which papers
// a ticket has, which only signed-in staff get.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "hall/state.h"
#include "queue-server/web/paper_store.h"
#include "wire/hall.pb.h"

namespace yichuang {

struct ConsoleInput {
  const State& state;
  bool fresh = false;
  Time stale_since;
  std::function<const wire::ServiceEstimate*(std::string_view service)> estimate;
  std::function<std::string(const std::string& badge)> clerk_name;
  std::shared_ptr<const PaperStore::Index> papers = {};  // null: none are taken in
};

// Equal inputs give equal bytes. Times are milliseconds of the hall's clock. `waiting` is in the
// order of calling, at most web_limits::kWaitingShownPerServiceMax of each service; `missed` has
// the last first.
std::string console_state_json(const ConsoleInput& input);

// An item of the catalogue and its documents by name, for the pages to tell what a ticket is for.
std::string item_json(const wire::ItemRecord& item);
// The catalogue's items, each as above.
std::string items_json(const std::vector<wire::ItemRecord>& items);

// The callable tickets in the order in which a window that serves all services would call them if
// nobody else arrived and no other window called. Cost: O(waiting × services).
std::vector<const Ticket*> calling_order(const State& state);

}  // namespace yichuang
