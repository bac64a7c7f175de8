#include "kiosk/item_search.h"

#include <algorithm>
#include <cctype>

#include "ui/pinyin.h"

namespace yichuang::kiosk {

namespace {

// The ranks of a department's name come after all of the item's own but its short form.
constexpr int kDepartmentRank = 10;
constexpr int kShortFormRank = 20;
// Fewer letters stand in almost every name in their order.
constexpr size_t kShortFormMin = 3;

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
char small(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

// Calls `word` for each run of Latin letters, in small letters.
template <class Use>
void each_word(std::string_view text, Use use) {
  std::string word;
  const auto end = [&] {
    if (!word.empty()) use(word);
    word.clear();
  };
  for (const char c : text) {
    if (is_letter(c)) {
      word += small(c);
    } else {
      end();
    }
  }
  end();
}

// Names are said in short: "sbk", 社保卡, is s.b.k in shbzk, 社会保障卡. The first letters agree,
// or long names would be found by anything.
bool is_short_for(std::string_view query, std::string_view initials) {
  if (query.size() < kShortFormMin || !initials.starts_with(query.front())) return false;
  size_t at = 0;
  for (const char letter : query) {
    at = initials.find(letter, at);
    if (at == std::string_view::npos) return false;
    ++at;
  }
  return true;
}

}  // namespace

Asked asked_today(const State& state) {
  Asked asked;
  for (const Ticket& ticket : state.tickets) {
    if (!ticket.item.empty() && !reached_nobody(ticket)) ++asked[ticket.item];
  }
  return asked;
}

ItemSearch::Name ItemSearch::name_of(const wire::Text& text) {
  Name name;
  each_word(ui::to_numbered_pinyin(text.zh()), [&](const std::string& syllable) {
    name.initials += syllable.front();
    name.pinyin += syllable;
  });
  each_word(text.en(), [&](const std::string& word) { name.words.push_back(word); });
  return name;
}

void ItemSearch::use(const std::vector<wire::ItemRecord>& items) {
  entries_.clear();
  entries_.reserve(items.size());
  for (const wire::ItemRecord& item : items)
    entries_.push_back({&item, name_of(item.name()), name_of(item.department())});
}

int ItemSearch::rank(const Name& name, std::string_view query) {
  if (name.initials.starts_with(query)) return 0;
  if (name.pinyin.starts_with(query)) return 1;
  if (name.initials.find(query) != std::string::npos) return 2;
  const auto begins = [&](const std::string& word) { return word.starts_with(query); };
  if (std::ranges::any_of(name.words, begins)) return 3;
  if (query.size() >= 3 && name.pinyin.find(query) != std::string::npos) return 4;
  return -1;
}

std::vector<const wire::ItemRecord*> ItemSearch::find(std::string_view query,
                                                      std::string_view office_only,
                                                      const Asked& asked) const {
  std::vector<std::pair<int, const wire::ItemRecord*>> found;
  for (const Entry& entry : entries_) {
    if (!office_only.empty() && entry.item->department().zh() != office_only) continue;
    if (query.empty()) {
      const auto times = asked.find(entry.item->id());
      found.emplace_back(times == asked.end() ? 0 : -static_cast<int>(times->second), entry.item);
      continue;
    }
    const int own = rank(entry.name, query);
    const int office = own < 0 ? rank(entry.department, query) : -1;
    if (own >= 0) {
      found.emplace_back(own, entry.item);
    } else if (office >= 0) {
      found.emplace_back(kDepartmentRank + office, entry.item);
    } else if (is_short_for(query, entry.name.initials)) {
      found.emplace_back(kShortFormRank, entry.item);
    }
  }
  std::ranges::stable_sort(found, {}, &std::pair<int, const wire::ItemRecord*>::first);
  std::vector<const wire::ItemRecord*> items;
  for (const auto& [rank_of_it, item] : found) items.push_back(item);
  return items;
}

std::vector<Office> ItemSearch::offices() const {
  std::vector<Office> offices;
  for (const Entry& entry : entries_) {
    const wire::Text& name = entry.item->department();
    auto known = std::ranges::find(offices, name.zh(), &Office::zh);
    if (known == offices.end()) known = offices.insert(offices.end(), {name.zh(), name.en(), 0});
    ++known->items;
  }
  return offices;
}

}  // namespace yichuang::kiosk
