// Finds what can be asked for by what people type: the first letters of its pinyin ("shbzk" for
// 社会保障卡, or "sbk", as it is said in short), the pinyin itself, English words, or those of its
// department. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang::kiosk {

// An office of the hall, as far as it has items.
struct Office {
  std::string zh;
  std::string en;
  size_t items = 0;
};

// How often each item was asked for today, by its id.
using Asked = std::map<std::string, uint32_t, std::less<>>;
Asked asked_today(const State& state);

class ItemSearch {
 public:
  // `items` outlive this, or its next use().
  void use(const std::vector<wire::ItemRecord>& items);
  // The best first, else in the catalogue's order; for an empty query all of them, what is asked
  // for most first. `query` is of a..z; `office`: the Chinese name of the only one, empty: of all.
  // Cost: O(items).
  std::vector<const wire::ItemRecord*> find(std::string_view query, std::string_view office = {},
                                            const Asked& asked = {}) const;
  // In the catalogue's order.
  std::vector<Office> offices() const;

 private:
  struct Name {
    std::string initials;            // "shbzk"
    std::string pinyin;              // "shehuibaozhangka"
    std::vector<std::string> words;  // of the English name, in small letters
  };
  struct Entry {
    const wire::ItemRecord* item;
    Name name;
    Name department;
  };
  static Name name_of(const wire::Text& text);
  // How well it fits: 0 the best; −1: not at all.
  static int rank(const Name& name, std::string_view query);
  std::vector<Entry> entries_;
};

}  // namespace yichuang::kiosk
