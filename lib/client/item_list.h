// ItemList: the catalogue's items as a client shows them, asked for page by page whenever the hall
// has another catalogue, and kept in a file for a start without the server. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "client/commander.h"
#include "wire/hall.pb.h"

namespace yichuang {

class ItemList {
 public:
  using Submit = std::function<void(wire::Command, Commander::OnOutcome)>;

  // Reads `file`, if there is one; empty: nothing is kept. Outlives every outcome that `submit`
  // owes.
  ItemList(std::filesystem::path file, Submit submit);

  // To be called as time passes. `digest` is of the catalogue that the hall runs; empty: not known.
  // True if the items are others now.
  bool step(const std::string& digest, bool connected, int64_t steady_ms);

  const std::vector<wire::ItemRecord>& items() const { return items_; }
  // Null: there is none of that id.
  const wire::ItemRecord* item(std::string_view id) const;

 private:
  void load();
  void save() const;
  void ask();
  void take(const Outcome& outcome);

  const std::filesystem::path file_;
  const Submit submit_;
  std::string digest_;        // of items_
  std::string answered_for_;  // the hall's, when they came
  std::vector<wire::ItemRecord> items_;
  // Under way.
  bool asking_ = false;
  bool changed_ = false;
  std::string asked_for_;  // the hall's digest
  std::string coming_digest_;
  std::vector<wire::ItemRecord> coming_;
  int64_t next_try_ms_ = 0;
  int64_t steady_ms_ = 0;
};

}  // namespace yichuang
