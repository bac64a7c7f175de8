// PaperMail: sees to it that every filed paper reaches the hall: keeps it on disk (paper_spool.h),
// asks the server for leave, uploads (uploader.h), tries again for as long as the ticket lives, and
// then forgets it. The kiosk's thread.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "client/commander.h"
#include "kiosk/paper_spool.h"
#include "kiosk/papers_in_hand.h"
#include "kiosk/uploader.h"

namespace yichuang::kiosk {

class PaperMail {
 public:
  using Submit = std::function<void(wire::Command, Commander::OnOutcome)>;
  using Sent = std::function<void(const std::string& document)>;

  // `web`: base URL of queue-web. `sent` hears of each paper that the hall has. `wake` is called on
  // another thread. Outcomes that `submit` owes must not come when this is gone.
  static Result<std::unique_ptr<PaperMail>> open(const std::filesystem::path& folder,
                                                 std::string web, Submit submit, Sent sent,
                                                 std::function<void()> wake);

  bool has_room() const { return spool_.has_room(); }
  size_t waiting() const { return spool_.papers().size(); }
  // Tickets whose papers the hall did not take, though their citizens were told that they are on
  // their way: one entry a paper, the last kNotTakenMax; 0: not known whose. Until staff have seen
  // them.
  const std::deque<uint32_t>& not_taken() const { return not_taken_; }
  void not_taken_is_seen() { not_taken_.clear(); }
  static constexpr size_t kNotTakenMax = 50;
  // Those of a ticket that wait here, in the order in which they were filed.
  std::vector<FiledPaper> waiting_of(uint32_t ticket) const;
  // It is on disk when this returns, and goes on its way.
  Result<void> post(wire::GrantUpload ask, std::string_view sealed, Time now);
  // What is due. `connected`: the server answers.
  void step(bool connected, Time now, int64_t steady_ms);
  // When step() has something to do at the latest; INT64_MAX: nothing waits.
  int64_t due_ms() const;

 private:
  PaperMail(PaperSpool spool, std::string web, Submit submit, Sent sent, std::function<void()> wake)
      : spool_(std::move(spool)),
        web_(std::move(web)),
        submit_(std::move(submit)),
        sent_(std::move(sent)),
        uploader_(std::move(wake)) {}
  void ask_for_leave();
  void on_leave(const std::string& document, const Outcome& outcome);
  void on_end(UploadEnd end);
  void later();
  void lose(uint32_t ticket);
  void drop(const std::string& document, std::string_view why);

  PaperSpool spool_;
  const std::string web_;
  const Submit submit_;
  const Sent sent_;
  Uploader uploader_;
  bool asking_ = false;
  std::string under_way_;  // document that is uploaded
  int64_t steady_ms_ = 0;  // of the last step
  int64_t next_try_ms_ = 0;
  int64_t pause_ms_ = 0;  // between tries; doubles
  std::deque<uint32_t> not_taken_;
};

}  // namespace yichuang::kiosk
