// A line of people (队列): ordered places, of which the first, the rank of any and the count before
// a point are known in O(log n). Plain data; belongs to the State.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>
#include <functional>

namespace yichuang {

using TicketKey = uint32_t;  // hall-wide, never used twice; the number is only a label

// By arrival in Unix ms (of returned tickets: by due call), then by key.
struct QueuePlace {
  int64_t order = 0;
  TicketKey ticket = 0;
  friend auto operator<=>(const QueuePlace&, const QueuePlace&) = default;
};

class Line {
 public:
  // libstdc++'s order-statistic tree: a set that also counts.
  using Tree =
      __gnu_pbds::tree<QueuePlace, __gnu_pbds::null_type, std::less<QueuePlace>,
                       __gnu_pbds::rb_tree_tag, __gnu_pbds::tree_order_statistics_node_update>;
  bool empty() const { return places_.empty(); }
  size_t size() const { return places_.size(); }
  const QueuePlace& front() const { return *places_.begin(); }
  auto begin() const { return places_.begin(); }
  auto end() const { return places_.end(); }
  // How many places come before this one, whether it is in the line or not.
  size_t before(const QueuePlace& place) const { return places_.order_of_key(place); }
  void insert(const QueuePlace& place) { places_.insert(place); }
  // False if it was not in the line.
  bool erase(const QueuePlace& place) { return places_.erase(place); }
  friend bool operator==(const Line& a, const Line& b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin());
  }

 private:
  Tree places_;
};

}  // namespace yichuang
