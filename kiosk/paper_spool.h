// PaperSpool: sealed papers on this kiosk's disk until the hall has them. Nothing here can be read
// without the hall's secret key, and each paper stands in a file of its own beside what the hall is
// to be asked (a GrantUpload as encoded): both are there or none.
//
// Bounded in bytes, papers and age. Not for several threads; no clock of its own.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "wire/hall.pb.h"

namespace yichuang::kiosk {

class PaperSpool {
 public:
  struct Limits {
    uint64_t bytes_max = uint64_t{256} << 20;
    size_t papers_max = 500;
    // A ticket lives for a day; what it did not take along is nobody's (HALL.md, data protection).
    int64_t age_ms_max = int64_t{24} * 3'600'000;
  };
  struct Paper {
    wire::GrantUpload ask;  // ticket, document, size, hash, ordinal, pages
    Time filed;
    std::filesystem::path file;  // the sealed bytes
  };

  // Makes the folder if there is none, and forgets halves that a crash has left.
  static Result<PaperSpool> open(std::filesystem::path folder, Limits limits);

  // False: no more papers for now.
  bool has_room() const;
  // On disk when it returns. `ask` names ticket, document, ordinal and pages; size and hash are
  // filled in here. kExhausted at a limit, kInternal when the disk does not take it.
  Result<void> put(wire::GrantUpload ask, std::string_view sealed, Time now);
  // The oldest first.
  const std::deque<Paper>& papers() const { return papers_; }
  void remove(std::string_view document);
  // To the end of the line: the others have their turn.
  void put_off(std::string_view document);
  // Removes what is too old; how many.
  size_t purge(Time now);

 private:
  PaperSpool(std::filesystem::path folder, Limits limits)
      : folder_(std::move(folder)), limits_(limits) {}
  void load(const std::filesystem::path& ask_file);
  std::filesystem::path folder_;
  Limits limits_;
  std::deque<Paper> papers_;
  uint64_t bytes_ = 0;
};

}  // namespace yichuang::kiosk
