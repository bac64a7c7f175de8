// PaperStore: the sealed papers that kiosks have uploaded, on queue-web's disk. A paper is a file
// of sealed bytes beside what was granted for it (an UploadCapability as encoded); on its way it is
// a file ".part" that grows. What is whole was synced and its hash was right. Of a visit that was
// taken in (受理) a third file says so, by whom and when: its papers are kept longer.
//
// Any thread; one lock, held while a piece of at most kPieceBytesMax is written. index() never
// waits for a disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
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
    // Of a visit that led to no case, from when it came; of one that was taken in, from then
    // (HALL.md, data protection).
    int64_t retention_ms = int64_t{24} * 3'600'000;
    int64_t taken_in_ms = int64_t{30} * 24 * 3'600'000;
    int64_t partial_ms = 3'600'000;  // nobody goes on with it after that
    size_t tickets_max = 50'000;     // with papers
  };
  // An item of the visit was taken in (受理): its papers belong to a case.
  struct TakenIn {
    std::string clerk;   // badge of who did
    std::string number;  // of the ticket; empty: not known
    Time at;
  };
  struct Paper {
    wire::UploadCapability leave;
    Time received;
    std::optional<TakenIn> taken_in;
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
  // The visit was taken in: its papers are kept as such, also over a restart, and so is one that is
  // still on its way. Who was named first stays. kInternal when the disk fails: say it again.
  Result<void> take_in(TicketKey ticket, const TakenIn& how);
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
  Result<void> mark(Paper& paper, const TakenIn& how) const;
  bool kept_long_enough(const Paper& paper, Time now) const;

  const std::filesystem::path folder_;
  const Limits limits_;
  mutable std::mutex lock_;
  std::shared_ptr<const Index> index_;  // replaced whole
  // For papers that come late; forgotten when no leave of that visit can be good any more.
  std::map<TicketKey, TakenIn> taken_in_;
};

}  // namespace yichuang
