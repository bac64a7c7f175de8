// PaperLookup: asks queue-web which papers of a ticket are in the hall, wherever they were scanned,
// by the ticket's token as its holder's phone does. On a thread of its own; tries again until there
// is an answer, for a paper that is there must not be shown as missing.
//
// All functions on one thread, the one that made it; `wake` is called on the other and only posts
// something. The token is kept for no longer than its question.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "kiosk/papers_in_hand.h"

namespace yichuang::kiosk {

struct PapersOfTicket {
  uint32_t ticket = 0;
  std::vector<FiledPaper> papers;  // sent, without ids: those are the hall's own
};

class PaperLookup {
 public:
  // `web`: base URL of queue-web.
  PaperLookup(const std::string& web, std::function<void()> wake);
  ~PaperLookup();
  PaperLookup(const PaperLookup&) = delete;
  PaperLookup& operator=(const PaperLookup&) = delete;

  // Instead of what was asked before.
  void ask(uint32_t ticket, std::string token);
  // Nobody waits for the answer any more.
  void forget();
  // Once for each question, when queue-web has answered.
  std::optional<PapersOfTicket> take();

 private:
  struct Question {
    uint32_t ticket = 0;
    std::string token;
  };
  void run();
  // Empty: there is no answer yet.
  std::optional<std::vector<FiledPaper>> fetch(const Question& question, uint64_t number);
  bool is_over(uint64_t number);

  const std::string web_;
  const std::function<void()> wake_;
  std::mutex lock_;
  std::condition_variable changed_;
  std::optional<Question> question_;
  uint64_t number_ = 0;  // of the question, or of the one that was forgotten
  std::optional<PapersOfTicket> answer_;
  bool stopping_ = false;
  std::thread thread_;
};

// The papers that an answer of queue-web tells of (hall.proto, PapersInHall); empty if it is none.
std::optional<std::vector<FiledPaper>> papers_of_answer(std::string_view json);

}  // namespace yichuang::kiosk
