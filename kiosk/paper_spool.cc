#include "kiosk/paper_spool.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <system_error>

#include "base/file.h"
#include "base/id.h"
#include "base/log.h"
#include "papers/seal.h"
#include "wire/codec.h"

namespace yichuang::kiosk {

namespace fs = std::filesystem;

namespace {

constexpr size_t kAskBytesMax = 1024;
constexpr std::string_view kSealed = ".sealed";
constexpr std::string_view kAsk = ".ask";

// "0000018f3c5e2a10-<document>": by time of filing, so that the oldest is the first by name.
std::string name_for(Time filed, std::string_view document) {
  return fmt::format("{:016x}-{}", filed.ms, to_hex(document));
}

Time filed_of(const std::string& name) {
  int64_t ms = 0;
  std::from_chars(name.data(), name.data() + std::min<size_t>(16, name.size()), ms, 16);
  return Time{ms};
}

void remove_files(const fs::path& file) {
  std::error_code ignored;
  fs::path ask = file;
  ask.replace_extension(kAsk);
  // What is asked goes first: a sealed file alone is a half, and halves are forgotten.
  fs::remove(ask, ignored);
  fs::remove(file, ignored);
}

}  // namespace

Result<PaperSpool> PaperSpool::open(fs::path folder, Limits limits) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  if (error)
    return Error{ErrorCode::kInternal,
                 fmt::format("cannot use {} for scanned papers: {}; make it writable for the kiosk",
                             folder.string(), error.message())};
  PaperSpool spool(folder, limits);
  std::set<fs::path> asks;
  std::set<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder, error))
    (entry.path().extension() == kAsk ? asks : files).insert(entry.path());
  for (const fs::path& ask : asks) spool.load(ask);
  for (const fs::path& file : files) {
    const bool known =
        std::ranges::any_of(spool.papers_, [&](const Paper& paper) { return paper.file == file; });
    if (!known) fs::remove(file, error);
  }
  return spool;
}

void PaperSpool::load(const fs::path& ask_file) {
  Paper paper;
  paper.file = ask_file;
  paper.file.replace_extension(kSealed);
  paper.filed = filed_of(ask_file.stem().string());
  const auto bytes = read_file(ask_file, kAskBytesMax);
  std::error_code error;
  const auto size = fs::file_size(paper.file, error);
  if (!bytes || !decode(*bytes, paper.ask) || error || size != paper.ask.size()) {
    log_warning("half a scanned paper was left by a crash; it is forgotten");
    return remove_files(paper.file);
  }
  bytes_ += size;
  papers_.push_back(std::move(paper));
}

bool PaperSpool::has_room() const {
  // One more of the usual size: three pages of A4.
  constexpr uint64_t kUsualBytes = uint64_t{4} << 20;
  return papers_.size() < limits_.papers_max && bytes_ + kUsualBytes <= limits_.bytes_max;
}

Result<void> PaperSpool::put(wire::GrantUpload ask, std::string_view sealed, Time now) {
  if (papers_.size() >= limits_.papers_max || bytes_ + sealed.size() > limits_.bytes_max)
    return Error{ErrorCode::kExhausted, "too many scanned papers wait for the hall"};
  ask.set_size(sealed.size());
  ask.set_hash(sealed_hash(sealed));
  const fs::path file = folder_ / (name_for(now, ask.document()) + std::string(kSealed));
  fs::path ask_file = file;
  ask_file.replace_extension(kAsk);
  auto done = write_file_atomic(file, sealed, 0600);
  if (done) done = write_file_atomic(ask_file, encode(ask), 0600);
  if (!done) {
    remove_files(file);
    return done;
  }
  bytes_ += sealed.size();
  papers_.push_back({std::move(ask), now, file});
  return {};
}

void PaperSpool::remove(std::string_view document) {
  const auto found = std::ranges::find_if(
      papers_, [&](const Paper& paper) { return paper.ask.document() == document; });
  if (found == papers_.end()) return;
  remove_files(found->file);
  bytes_ -= found->ask.size();
  papers_.erase(found);
}

void PaperSpool::put_off(std::string_view document) {
  const auto found = std::ranges::find_if(
      papers_, [&](const Paper& paper) { return paper.ask.document() == document; });
  if (found == papers_.end()) return;
  std::rotate(found, found + 1, papers_.end());
}

size_t PaperSpool::purge(Time now) {
  std::vector<std::string> old;
  for (const Paper& paper : papers_)
    if (now.ms - paper.filed.ms > limits_.age_ms_max) old.push_back(paper.ask.document());
  for (const std::string& document : old) remove(document);
  return old.size();
}

}  // namespace yichuang::kiosk
