#include "queue-server/web/paper_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sstream>
#include <system_error>
#include <utility>

#include "base/descriptor.h"
#include "base/file.h"
#include "base/id.h"
#include "base/log.h"
#include "papers/seal.h"
#include "wire/codec.h"

namespace yichuang {

namespace fs = std::filesystem;

namespace {

constexpr const char* kPart = ".part";
constexpr const char* kSealed = ".sealed";
constexpr const char* kLeave = ".leave";
constexpr const char* kTakenIn = ".taken-in";
constexpr size_t kLeaveBytesMax = 1024;

Error disk_error(const char* what) {
  return {ErrorCode::kInternal, fmt::format("cannot {} a paper: {}", what, std::strerror(errno))};
}

// "BADGE NUMBER MS": neither a badge nor a number has a space in it. No number: "-".
std::string written(const PaperStore::TakenIn& how) {
  return fmt::format("{} {} {}\n", how.clerk, how.number.empty() ? "-" : how.number, how.at.ms);
}

std::optional<PaperStore::TakenIn> read_taken_in(const fs::path& file) {
  const auto bytes = read_file(file, kLeaveBytesMax);
  if (!bytes) return {};
  std::istringstream words(*bytes);
  PaperStore::TakenIn how;
  words >> how.clerk >> how.number >> how.at.ms;
  if (how.number == "-") how.number.clear();
  return words ? std::optional(how) : std::nullopt;
}

Time changed_at(const fs::path& file) {
  struct stat info {};
  if (::stat(file.c_str(), &info) != 0) return {};
  return Time{int64_t{info.st_mtim.tv_sec} * 1000 + info.st_mtim.tv_nsec / 1'000'000};
}

}  // namespace

Result<std::unique_ptr<PaperStore>> PaperStore::open(fs::path folder, Limits limits) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  if (error)
    return Error{ErrorCode::kInternal,
                 fmt::format("cannot use {} for scanned papers: {}; make it writable for queue-web",
                             folder.string(), error.message())};
  std::unique_ptr<PaperStore> store(new PaperStore(folder, limits));
  Index index;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() != kLeave) continue;
    Paper paper;
    const auto bytes = read_file(entry.path(), kLeaveBytesMax);
    fs::path sealed = entry.path();
    sealed.replace_extension(kSealed);
    if (!bytes || !decode(*bytes, paper.leave) || !fs::exists(sealed, error)) continue;
    paper.received = changed_at(sealed);
    sealed.replace_extension(kTakenIn);
    paper.taken_in = read_taken_in(sealed);
    if (paper.taken_in) store->taken_in_.try_emplace(paper.leave.ticket(), *paper.taken_in);
    store->enter(index, std::move(paper));
  }
  store->index_ = std::make_shared<const Index>(std::move(index));
  return store;
}

fs::path PaperStore::file_of(std::string_view document, const char* ending) const {
  return folder_ / (to_hex(document) + ending);
}

// What replaces an older scan of the same document takes its place. Which was filed later its id
// tells (UUIDv7-shaped, base/id.h), not when it came: it may have waited on another kiosk's disk.
void PaperStore::enter(Index& index, Paper paper) {
  std::vector<Paper>& papers = index[paper.leave.ticket()];
  const uint32_t ordinal = paper.leave.ordinal();
  const auto older = std::ranges::find_if(
      papers, [&](const Paper& other) { return ordinal != 0 && other.leave.ordinal() == ordinal; });
  if (older == papers.end()) {
    papers.push_back(std::move(paper));
  } else if (older->leave.document() <= paper.leave.document()) {
    forget(older->leave.document());
    *older = std::move(paper);
  } else {
    forget(paper.leave.document());
  }
}

void PaperStore::forget(std::string_view document) const {
  std::error_code ignored;
  for (const char* ending : {kLeave, kSealed, kPart, kTakenIn})
    fs::remove(file_of(document, ending), ignored);
}

bool PaperStore::knows(const wire::UploadCapability& leave) const {
  const auto found = index_->find(leave.ticket());
  return found != index_->end() && std::ranges::any_of(found->second, [&](const Paper& paper) {
           return paper.leave.document() == leave.document();
         });
}

bool PaperStore::has_room(uint64_t bytes) const {
  std::error_code error;
  const fs::space_info space = fs::space(folder_, error);
  return !error && space.available >= limits_.reserve_bytes + bytes;
}

uint64_t PaperStore::offset(const wire::UploadCapability& leave) {
  const std::lock_guard guard(lock_);
  if (knows(leave)) return leave.size();
  std::error_code error;
  const auto size = fs::file_size(file_of(leave.document(), kPart), error);
  return error ? 0 : size;
}

Result<PaperStore::Put> PaperStore::put(const wire::UploadCapability& leave, uint64_t at,
                                        std::string_view piece, Time now) {
  const std::lock_guard guard(lock_);
  if (knows(leave)) return Put::kComplete;
  if (index_->size() >= limits_.tickets_max || !has_room(piece.size())) return Put::kFull;
  const fs::path part = file_of(leave.document(), kPart);
  const Descriptor file(::open(part.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
  if (file.get() < 0) return disk_error("open");
  const off_t end = ::lseek(file.get(), 0, SEEK_END);
  if (end < 0) return disk_error("measure");
  if (static_cast<uint64_t>(end) != at) return Put::kElsewhere;
  if (!write_all(file.get(), piece)) {
    const bool full = errno == ENOSPC || errno == EDQUOT;
    // Half a piece would not fit to what comes next.
    if (::ftruncate(file.get(), end) != 0) forget(leave.document());
    if (full) return Put::kFull;
    return disk_error("write");
  }
  if (at + piece.size() < leave.size()) return Put::kMore;
  if (::fsync(file.get()) != 0) {
    forget(leave.document());
    return disk_error("sync");
  }
  return finish(leave, now);
}

Result<PaperStore::Put> PaperStore::finish(const wire::UploadCapability& leave, Time now) {
  const fs::path part = file_of(leave.document(), kPart);
  const auto bytes = read_file(part, kSealedBytesMax);
  if (!bytes || bytes->size() != leave.size() || sealed_hash(*bytes) != leave.hash()) {
    forget(leave.document());
    return Put::kWrong;
  }
  // The leave comes last: a paper without one is a half, and purge() removes it.
  std::error_code error;
  fs::rename(part, file_of(leave.document(), kSealed), error);
  if (error) return Error{ErrorCode::kInternal, "cannot keep a paper: " + error.message()};
  if (auto done = write_file_atomic(file_of(leave.document(), kLeave), encode(leave), 0600);
      !done) {
    forget(leave.document());
    return done.error();
  }
  Paper paper{leave, now, {}};
  if (const auto how = taken_in_.find(leave.ticket()); how != taken_in_.end()) {
    if (auto done = mark(paper, how->second); !done) log_error("{}", done.error().sentence);
  }
  Index index = *index_;
  enter(index, std::move(paper));
  index_ = std::make_shared<const Index>(std::move(index));
  return Put::kComplete;
}

std::shared_ptr<const PaperStore::Index> PaperStore::index() const {
  const std::lock_guard guard(lock_);
  return index_;
}

Result<std::string> PaperStore::read(TicketKey ticket, std::string_view document) const {
  const auto papers = index();
  const auto found = papers->find(ticket);
  const bool known =
      found != papers->end() && std::ranges::any_of(found->second, [&](const Paper& paper) {
        return paper.leave.document() == document;
      });
  if (!known) return Error{ErrorCode::kNotFound, "there is no such paper any more"};
  return read_file(file_of(document, kSealed), kSealedBytesMax);
}

Result<void> PaperStore::mark(Paper& paper, const TakenIn& how) const {
  if (paper.taken_in) return {};
  const fs::path file = file_of(paper.leave.document(), kTakenIn);
  if (auto done = write_file_atomic(file, written(how), 0600); !done) return done;
  paper.taken_in = how;
  return {};
}

Result<void> PaperStore::take_in(TicketKey ticket, const TakenIn& how) {
  const std::lock_guard guard(lock_);
  const TakenIn first = taken_in_.try_emplace(ticket, how).first->second;
  if (!index_->contains(ticket)) return {};
  Index index = *index_;
  for (Paper& paper : index[ticket])
    if (auto done = mark(paper, first); !done) return done;
  index_ = std::make_shared<const Index>(std::move(index));
  return {};
}

bool PaperStore::kept_long_enough(const Paper& paper, Time now) const {
  if (paper.taken_in) return now - paper.taken_in->at > limits_.taken_in_ms;
  return now - paper.received > limits_.retention_ms;
}

size_t PaperStore::purge(Time now) {
  const std::lock_guard guard(lock_);
  Index kept;
  size_t removed = 0;
  for (const auto& [ticket, papers] : *index_) {
    for (const Paper& paper : papers) {
      if (kept_long_enough(paper, now)) {
        forget(paper.leave.document());
        ++removed;
      } else {
        kept[ticket].push_back(paper);
      }
    }
  }
  std::erase_if(taken_in_, [&](const auto& entry) {
    return now - entry.second.at > limits_.retention_ms && !kept.contains(entry.first);
  });
  if (removed > 0) index_ = std::make_shared<const Index>(std::move(kept));
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const fs::path& file = entry.path();
    fs::path leave = file;
    leave.replace_extension(kLeave);
    const bool half = file.extension() == kPart ||
                      ((file.extension() == kSealed || file.extension() == kTakenIn) &&
                       !fs::exists(leave, error));
    if (half && now - changed_at(file) > limits_.partial_ms) fs::remove(file, error);
  }
  return removed;
}

}  // namespace yichuang
