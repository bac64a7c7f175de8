// A filed paper on its way to the hall, over a real HTTP server on this machine that answers as
// queue-web may: it comes once and whole, or staff hear that it will not.
#include "kiosk/paper_mail.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "base/assert.h"
#include "base/clock.h"
#include "kiosk/uploader.h"
#include "papers/seal.h"
#include "queue-server/web/http_server.h"
#include "queue-server/web/paper_door.h"
#include "tests/unit/temporary_folder.h"

namespace yichuang::kiosk {
namespace {

constexpr size_t kPiece = size_t{256} << 10;
constexpr auto kPatience = std::chrono::seconds(60);  // a loaded machine must not fail a test

// Rung on one thread, awaited on another.
class Bell {
 public:
  void ring() {
    {
      const std::lock_guard guard(lock_);
      ++rung_;
    }
    changed_.notify_all();
  }
  // For one ring for each call; false after the patience.
  bool wait() {
    std::unique_lock guard(lock_);
    ++awaited_;
    return changed_.wait_for(guard, kPatience, [this] { return rung_ >= awaited_; });
  }

 private:
  std::mutex lock_;
  std::condition_variable changed_;
  int rung_ = 0;
  int awaited_ = 0;
};

HttpResponse with_offset(unsigned status, uint64_t offset, bool complete = false) {
  HttpResponse response = text_response(status, "text/plain", "");
  response.headers = {{"Upload-Offset", std::to_string(offset)},
                      {"Upload-Complete", complete ? "?1" : "?0"}};
  return response;
}

// One that keeps what it is given, from where it ends on; what else it says is the test's.
class Web {
 public:
  // An answer instead of the usual one, for the n-th PUT from 0 on (-1: asked how much is there).
  using Instead = std::function<std::optional<HttpResponse>(int put)>;

  explicit Web(Instead instead = {}) : instead_(std::move(instead)) {
    auto address = parse_listen_address("127.0.0.1:0");
    auto server = HttpServer::start(
        {.listen = *address,
         .tls_certificate = "",
         .tls_key = "",
         .idle_seconds = 60,
         .connections_max = 8,
         .behind_proxy = false},
        [this](HttpRequest request, const HttpAnswer& answer) { answer(handle(request)); });
    HALL_ASSERT(server.ok());
    server_ = std::move(*server);
  }
  std::string url() const { return fmt::format("http://127.0.0.1:{}", server_->port()); }
  std::string got() {
    const std::lock_guard guard(lock_);
    return got_;
  }
  int puts() {
    const std::lock_guard guard(lock_);
    return puts_;
  }
  std::vector<uint64_t> began_at() {
    const std::lock_guard guard(lock_);
    return began_at_;
  }

 private:
  HttpResponse handle(const HttpRequest& request) {
    const std::lock_guard guard(lock_);
    const bool put = request.method == "PUT";
    if (put) began_at_.push_back(parse_content_range(request.content_range)->from);
    const int number = put ? puts_++ : -1;
    if (auto other = instead_ ? instead_(number) : std::nullopt) return *other;
    if (!put) return with_offset(200, got_.size(), whole_);
    const auto range = *parse_content_range(request.content_range);
    if (range.from != got_.size()) return with_offset(409, got_.size());
    got_ += request.body;
    whole_ = got_.size() == range.total;
    return with_offset(whole_ ? 201 : 202, got_.size(), whole_);
  }

  const Instead instead_;
  std::mutex lock_;
  std::string got_;
  bool whole_ = false;
  int puts_ = 0;
  std::vector<uint64_t> began_at_;
  std::unique_ptr<HttpServer> server_;  // last: its thread ends before what it uses
};

// Five pieces, each of them another.
std::string paper() {
  std::string bytes(4 * kPiece + 7, '\0');
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>('a' + i / kPiece);
  return bytes;
}

class PaperUpload : public testing::Test {
 protected:
  UploadEnd upload(Web& web) {
    const auto file = folder_.write("paper", paper());
    Uploader uploader([this] { bell_.ring(); });
    uploader.start({web.url() + "/documents/x", "Yichuang leave", file, paper().size()});
    EXPECT_TRUE(bell_.wait());
    return uploader.take().value_or(UploadEnd::kNotReached);
  }
  TemporaryFolder folder_;
  Bell bell_;
};
TEST_F(PaperUpload, ComesInPiecesAndWhole) {
  Web web;
  EXPECT_EQ(upload(web), UploadEnd::kDone);
  EXPECT_EQ(web.got(), paper());
  EXPECT_EQ(web.puts(), 5);
}

// The third piece was kept, but its answer is that it has to go on elsewhere.
TEST_F(PaperUpload, SentBackItGoesOnWhereItIsTold) {
  Web web([](int put) -> std::optional<HttpResponse> {
    if (put == 2) return with_offset(409, kPiece);
    if (put == 3) return with_offset(409, 2 * kPiece);
    return {};
  });
  EXPECT_EQ(upload(web), UploadEnd::kDone);
  EXPECT_EQ(web.got(), paper());
  EXPECT_EQ(web.began_at(), (std::vector<uint64_t>{0, kPiece, 2 * kPiece, kPiece, 2 * kPiece,
                                                   3 * kPiece, 4 * kPiece}));
}

TEST_F(PaperUpload, WhatIsSentBackForEverIsGivenUp) {
  Web web([](int put) { return put < 0 ? std::nullopt : std::optional(with_offset(409, 0)); });
  EXPECT_EQ(upload(web), UploadEnd::kNotReached);
  EXPECT_LE(web.puts(), 10);
}

// "More, please" to the last byte, again and again: it went round for ever.
TEST_F(PaperUpload, WhatIsNeverSaidToBeWholeIsGivenUp) {
  Web web([](int put) { return put < 0 ? std::nullopt : std::optional(with_offset(202, 0)); });
  EXPECT_EQ(upload(web), UploadEnd::kNotReached);
  EXPECT_LE(web.puts(), 5 * 10);
}

TEST_F(PaperUpload, ALeaveThatIsNotGoodIsRefusedAtTheFirstQuestion) {
  for (const unsigned status : {401U, 403U}) {
    Web web([status](int) { return error_response(status, "NO_LEAVE", "not good"); });
    EXPECT_EQ(upload(web), UploadEnd::kRefused) << status;
    EXPECT_EQ(web.puts(), 0);
  }
}

TEST_F(PaperUpload, WhatTheDiskHasNoRoomForComesLater) {
  Web web([](int put) {
    return put == 1 ? std::optional(error_response(507, "DISK_FULL", "later")) : std::nullopt;
  });
  EXPECT_EQ(upload(web), UploadEnd::kNotReached);
  EXPECT_EQ(web.got().size(), kPiece);
}

TEST_F(PaperUpload, NobodyListens) {
  std::string url;
  {
    const Web web;
    url = web.url();
  }
  const auto file = folder_.write("paper", paper());
  Uploader uploader([this] { bell_.ring(); });
  uploader.start({url + "/documents/x", "Yichuang leave", file, paper().size()});
  ASSERT_TRUE(bell_.wait());
  EXPECT_EQ(uploader.take(), UploadEnd::kNotReached);
}

Outcome granted() {
  Outcome outcome{Outcome::Kind::kDone, {}};
  outcome.reply.mutable_upload_grant()->set_capability("leave");
  return outcome;
}

Outcome refused(wire::Refusal why) {
  Outcome outcome{Outcome::Kind::kRefused, {}};
  outcome.reply.set_refusal(why);
  outcome.reply.set_sentence("the hall says no");
  return outcome;
}

// A mail whose server answers at once, and a clock that stands until it is moved.
class Mail : public testing::Test {
 protected:
  void open(const std::string& web) {
    auto mail = PaperMail::open(
        folder_.path() / "spool", web,
        [this](const wire::Command& command, const Commander::OnOutcome& on_outcome) {
          asked_.push_back(command.grant_upload().ticket());
          on_outcome(answer_);
        },
        [this](const std::string& document) { sent_.push_back(document); },
        [this] { bell_.ring(); });
    HALL_ASSERT(mail.ok());
    mail_ = std::move(*mail);
  }
  void post(TicketKey ticket) {
    wire::GrantUpload ask;
    ask.set_ticket(ticket);
    ask.set_document(std::string(16, static_cast<char>('a' + ticket)));
    ask.set_pages(1);
    ASSERT_TRUE(mail_->post(ask, paper(), now_));
  }
  void step() { mail_->step(true, now_, steady_ms_); }
  // Asks, uploads, and hears how it ended.
  void send() {
    step();
    ASSERT_TRUE(bell_.wait());
    step();
  }
  void wait_until_due() { steady_ms_ = mail_->due_ms(); }

  TemporaryFolder folder_;
  Bell bell_;
  const Time now_ = SystemClock().now();
  int64_t steady_ms_ = 0;
  Outcome answer_ = granted();
  std::vector<TicketKey> asked_;
  std::vector<std::string> sent_;
  std::unique_ptr<PaperMail> mail_;  // last: its thread ends before what it uses
};

TEST_F(Mail, ALeaveThatExpiresInMidUploadIsAskedForAgainAndThePaperGoesOnWhereItWas) {
  Web web([](int put) {
    return put == 2 ? std::optional(error_response(403, "NO_LEAVE", "over")) : std::nullopt;
  });
  open(web.url());
  post(7);
  send();
  EXPECT_EQ(mail_->waiting(), 1u);
  EXPECT_TRUE(sent_.empty());
  EXPECT_GT(mail_->due_ms(), steady_ms_) << "not at once";
  wait_until_due();
  send();
  EXPECT_EQ(asked_, (std::vector<TicketKey>{7, 7}));
  EXPECT_EQ(sent_.size(), 1u);
  EXPECT_EQ(mail_->waiting(), 0u);
  EXPECT_EQ(web.got(), paper());
  EXPECT_EQ(web.began_at(),
            (std::vector<uint64_t>{0, kPiece, 2 * kPiece, 2 * kPiece, 3 * kPiece, 4 * kPiece}));
}

TEST_F(Mail, OneThatIsRefusedAgainAndAgainDoesNotHoldBackTheOthers) {
  Web web([first = true](int) mutable -> std::optional<HttpResponse> {
    if (!std::exchange(first, false)) return {};
    return error_response(403, "NO_LEAVE", "not good");
  });
  open(web.url());
  post(1);
  post(2);
  send();
  wait_until_due();
  send();
  EXPECT_EQ(asked_, (std::vector<TicketKey>{1, 2, 1})) << "the other's turn, then again";
  EXPECT_EQ(sent_, (std::vector<std::string>{std::string(16, 'c')}));
  EXPECT_EQ(mail_->waiting(), 1u) << "and it still waits";
  EXPECT_TRUE(mail_->not_taken().empty());
}

// Dropped without a word to anybody, after the citizen had read "on its way".
TEST_F(Mail, StaffHearOfAPaperThatTheHallDoesNotTake) {
  open("http://127.0.0.1:9");
  for (const auto why :
       {wire::REFUSAL_WRONG_PHASE, wire::REFUSAL_UNKNOWN_TICKET, wire::REFUSAL_INVALID_VALUE}) {
    answer_ = refused(why);
    post(static_cast<TicketKey>(mail_->not_taken().size()) + 1);
    step();
    EXPECT_EQ(mail_->waiting(), 0u);
  }
  EXPECT_EQ(mail_->not_taken(), (std::deque<uint32_t>{1, 2, 3}));
  mail_->not_taken_is_seen();
  EXPECT_TRUE(mail_->not_taken().empty());
}

TEST_F(Mail, StaffHearOfAPaperThatQueueWebFindsDamaged) {
  Web web([](int put) {
    return put == 4 ? std::optional(error_response(422, "WRONG_HASH", "damaged")) : std::nullopt;
  });
  open(web.url());
  post(5);
  send();
  EXPECT_EQ(mail_->waiting(), 0u);
  EXPECT_EQ(mail_->not_taken(), (std::deque<uint32_t>{5}));
}

TEST_F(Mail, OneThatCannotBeAskedForNowWaits) {
  open("http://127.0.0.1:9");
  answer_ = refused(wire::REFUSAL_BUSY);
  post(5);
  step();
  EXPECT_EQ(mail_->waiting(), 1u);
  EXPECT_TRUE(mail_->not_taken().empty());
}

TEST_F(Mail, KeepsNoMoreNamesForStaffThanItMay) {
  open("http://127.0.0.1:9");
  answer_ = refused(wire::REFUSAL_WRONG_PHASE);
  for (TicketKey ticket = 1; ticket <= PaperMail::kNotTakenMax + 1; ++ticket) {
    post(ticket);
    step();
  }
  EXPECT_EQ(mail_->not_taken().size(), PaperMail::kNotTakenMax);
  EXPECT_EQ(mail_->not_taken().front(), 2u) << "the oldest is forgotten";
}

}  // namespace
}  // namespace yichuang::kiosk
