#include "client/item_list.h"

#include <algorithm>
#include <utility>

#include "base/file.h"
#include "base/limits.h"
#include "base/log.h"
#include "wire/codec.h"
#include "wire/framed.h"

namespace yichuang {

namespace {

constexpr size_t kFileBytesMax = size_t{16} << 20;
constexpr int64_t kAgainMs = 5'000;
constexpr size_t kDigestBytes = 16;

// Digest, then the items.
std::string to_bytes(const std::string& digest, const std::vector<wire::ItemRecord>& items) {
  std::string bytes = digest;
  for (const wire::ItemRecord& item : items) append_framed(bytes, item);
  return bytes;
}

}  // namespace

ItemList::ItemList(std::filesystem::path file, Submit submit)
    : file_(std::move(file)), submit_(std::move(submit)) {
  load();
}

void ItemList::load() {
  std::error_code error;
  if (file_.empty() || !std::filesystem::exists(file_, error)) return;
  const auto bytes = read_file(file_, kFileBytesMax);
  if (!bytes || bytes->size() < kDigestBytes) return;
  std::string_view rest = std::string_view(*bytes).substr(kDigestBytes);
  while (!rest.empty()) {
    wire::ItemRecord item;
    if (!take_framed(rest, item) || !within_limits(item)) {
      log_warning("{}: an item cannot be read; the items are learned anew", file_.string());
      items_.clear();
      return;
    }
    items_.push_back(std::move(item));
  }
  digest_ = bytes->substr(0, kDigestBytes);
}

void ItemList::save() const {
  if (file_.empty() || digest_.size() != kDigestBytes) return;
  if (auto done = write_file_atomic(file_, to_bytes(digest_, items_), 0600); !done)
    log_error("{}", done.error().sentence);
}

bool ItemList::step(const std::string& digest, bool connected, int64_t steady_ms) {
  steady_ms_ = steady_ms;
  // A server whose new catalogue waits for tomorrow has the items of that one already: they are
  // taken, and not asked for again until the hall has another.
  const bool wanted = connected && !digest.empty() && digest != digest_ && digest != answered_for_;
  if (wanted && !asking_ && steady_ms >= next_try_ms_) {
    coming_.clear();
    coming_digest_.clear();
    asked_for_ = digest;
    ask();
  }
  return std::exchange(changed_, false);
}

void ItemList::ask() {
  asking_ = true;
  wire::Command command;
  command.mutable_get_items()->set_from(static_cast<uint32_t>(coming_.size()));
  submit_(std::move(command), [this](const Outcome& outcome) { take(outcome); });
}

void ItemList::take(const Outcome& outcome) {
  asking_ = false;
  next_try_ms_ = steady_ms_ + kAgainMs;
  if (outcome.kind != Outcome::Kind::kDone || !outcome.reply.has_items()) return;
  const wire::ItemPage& page = outcome.reply.items();
  if (coming_.empty()) coming_digest_ = page.digest();
  // Another catalogue meanwhile: from the beginning, a little later.
  const bool fits = page.digest() == coming_digest_ && page.from() == coming_.size() &&
                    page.total() <= limits::kItemsMax;
  if (!fits || (page.items_size() == 0 && coming_.size() < page.total())) return;
  coming_.insert(coming_.end(), page.items().begin(), page.items().end());
  if (coming_.size() < page.total()) return ask();
  items_ = std::exchange(coming_, {});
  digest_ = coming_digest_;
  answered_for_ = asked_for_;
  changed_ = true;
  log_info("{} items of the catalogue", items_.size());
  save();
}

const wire::ItemRecord* ItemList::item(std::string_view id) const {
  const auto found = std::ranges::find(items_, id, &wire::ItemRecord::id);
  return found == items_.end() ? nullptr : &*found;
}

}  // namespace yichuang
