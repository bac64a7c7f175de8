#include "kiosk/paper_lookup.h"

#include <google/protobuf/util/json_util.h>

#include <chrono>
#include <utility>

#include "kiosk/web_client.h"
#include "wire/hall.pb.h"

namespace yichuang::kiosk {

namespace {

constexpr long kPatienceMs = 5'000;
constexpr std::chrono::milliseconds kAgainAfter{1'000};
constexpr size_t kAnswerBytesMax = size_t{64} << 10;
constexpr int kPapersMax = 256;  // PapersInHall

// Of a longer answer nothing is kept: the request fails.
size_t keep_body(char* bytes, size_t size, size_t count, void* to) {
  auto& body = *static_cast<std::string*>(to);
  if (body.size() + size * count > kAnswerBytesMax) return 0;
  body.append(bytes, size * count);
  return size * count;
}

}  // namespace

std::optional<std::vector<FiledPaper>> papers_of_answer(std::string_view json) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // what else a phone is told
  wire::PapersInHall there;
  if (!google::protobuf::util::JsonStringToMessage(std::string(json), &there, options).ok() ||
      there.papers_size() > kPapersMax)
    return {};
  std::vector<FiledPaper> papers;
  for (const wire::PaperInHall& paper : there.papers())
    papers.push_back({paper.ordinal(), paper.pages(), "", false, true});
  return papers;
}

PaperLookup::PaperLookup(const std::string& web, std::function<void()> wake)
    : web_(web.substr(0, web.find_last_not_of('/') + 1)),
      wake_(std::move(wake)),
      thread_([this] { run(); }) {}

PaperLookup::~PaperLookup() {
  {
    const std::lock_guard lock(lock_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void PaperLookup::ask(uint32_t ticket, std::string token) {
  {
    const std::lock_guard lock(lock_);
    question_ = {ticket, std::move(token)};
    answer_.reset();
    ++number_;
  }
  changed_.notify_one();
}

void PaperLookup::forget() {
  {
    const std::lock_guard lock(lock_);
    question_.reset();
    answer_.reset();
    ++number_;
  }
  changed_.notify_one();
}

std::optional<PapersOfTicket> PaperLookup::take() {
  const std::lock_guard lock(lock_);
  return std::exchange(answer_, std::nullopt);
}

bool PaperLookup::is_over(uint64_t number) {
  const std::lock_guard lock(lock_);
  return stopping_ || number_ != number;
}

std::optional<std::vector<FiledPaper>> PaperLookup::fetch(const Question& question,
                                                          uint64_t number) {
  // Made for this question: a kept connection would keep the token's bytes, too.
  WebClient web([this, number] { return is_over(number); });
  std::string body;
  CURL* curl = web.begin(web_ + "/api/ticket/" + question.token, kPatienceMs);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
  const long status = web.perform();
  if (status == 404) return std::vector<FiledPaper>();  // a ticket that nobody has has no papers
  if (status != 200) return {};
  return papers_of_answer(body);
}

void PaperLookup::run() {
  std::unique_lock lock(lock_);
  while (!stopping_) {
    changed_.wait(lock, [this] { return stopping_ || question_; });
    if (stopping_) return;
    const Question question = *question_;
    const uint64_t number = number_;
    lock.unlock();
    auto papers = fetch(question, number);
    lock.lock();
    const auto over = [&] { return stopping_ || number_ != number; };
    if (over()) continue;
    if (papers) {
      question_.reset();
      answer_ = {question.ticket, *std::move(papers)};
      wake_();
    } else {
      changed_.wait_for(lock, kAgainAfter, over);
    }
  }
}

}  // namespace yichuang::kiosk
