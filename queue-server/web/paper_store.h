// PaperStore: the sealed papers that kiosks have uploaded, on queue-web's disk. A paper is a file
// of sealed bytes beside what was granted for it (an UploadCapability as encoded); on its way it is
// a file ".part" that grows. What is whole was synced and its hash was right.
//
// Any thread; one lock, held while a piece of at most kPieceBytesMax is written. index() never
// waits for a disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang {

class PaperStore {
 public:
  struct Limits {
    uint64_t reserve_bytes = uint64_t{256} << 20;  // of the disk stay free
    int64_t retention_ms = int64_t{24} * 3'600'000;
    int64_t partial_ms = 3'600'000;  // nobody goes on with it after that
    size_t tickets_max = 50'000;     // with papers
  };
  struct Paper {
    wire::UploadCapability leave;
    Time received;
  };
  // By ticket; of each document the scan that was filed last, however late another one comes.
  using Index = std::map<TicketKey, std::vector<Paper>>;

  static Result<std::unique_ptr<PaperStore>> open(std::filesystem::path folder, Limits limits);

  // How much of it is there; all of it: `size`.
  uint64_t offset(const wire::UploadCapability& leave);

  enum class Put {
    kMore,       // taken, more is to come
    kComplete,   // whole, checked and safe
    kElsewhere,  // it does not begin where the file ends; see offset()
    kWrong,      // the whole has another hash than was granted: thrown away
    kFull,       // no room on the disk
  };
  // A piece of the paper that begins at `at`. kInternal when the disk fails.
  Result<Put> put(const wire::UploadCapability& leave, uint64_t at, std::string_view piece,
                  Time now);

  std::shared_ptr<const Index> index() const;
  // The sealed bytes; kNotFound.
  Result<std::string> read(TicketKey ticket, std::string_view document) const;
  // Removes what has been kept long enough; how many papers.
  size_t purge(Time now);

 private:
  PaperStore(std::filesystem::path folder, Limits limits)
      : folder_(std::move(folder)), limits_(limits), index_(std::make_shared<const Index>()) {}
  std::filesystem::path file_of(std::string_view document, const char* ending) const;
  bool knows(const wire::UploadCapability& leave) const;
  bool has_room(uint64_t bytes) const;
  Result<Put> finish(const wire::UploadCapability& leave, Time now);
  void enter(Index& index, Paper paper);
  void forget(std::string_view document) const;

  const std::filesystem::path folder_;
  const Limits limits_;
  mutable std::mutex lock_;
  std::shared_ptr<const Index> index_;  // replaced whole
};

}  // namespace yichuang
