// A server for tests: a network in memory, a clock that stands still, a real journal.
#pragma once

#include <deque>

#include "queue-server/journal/journal.h"
#include "queue-server/server.h"
#include "tests/unit/small_hall.h"
#include "tests/unit/temporary_folder.h"
#include "wire/codec.h"

namespace yichuang {

class StandingClock final : public Clock {
 public:
  Time now() const override { return wall; }
  int64_t steady_ms() const override { return steady; }
  void pass(int64_t ms) {
    wall = wall + ms;
    steady += ms;
  }
  Time wall{1'795'000'000'000};
  int64_t steady = 1000;
};

class MemoryTransport final : public Transport {
 public:
  void begin_tick() override {}
  bool receive(Request& request) override {
    if (in.empty()) return false;
    request = std::move(in.front());
    in.pop_front();
    return true;
  }
  bool reply(const std::string& peer, const std::string& body) override {
    replies.emplace_back(peer, body);
    return true;
  }
  void publish(const std::string& body) override {
    published.emplace_back();
    EXPECT_TRUE(decode(body, published.back()).ok());
  }
  void wait(int64_t) override {}

  std::deque<Request> in;
  std::vector<std::pair<std::string, std::string>> replies;
  std::vector<wire::Feed> published;
};

// A journal whose disk can fail on demand.
class FailingJournal final : public Journal {
 public:
  explicit FailingJournal(Journal& real) : real_(real) {}
  Result<void> append(std::span<const JournalEntry> entries) override {
    if (broken) return Error{ErrorCode::kInternal, "the disk is gone"};
    return real_.append(entries);
  }
  Result<std::optional<std::string>> find(const CommandId& id) override {
    ++finds;
    return real_.find(id);
  }
  Result<std::optional<CommandId>> greatest_command() override { return real_.greatest_command(); }
  Result<void> read(uint64_t from, const OnEntry& f) override { return real_.read(from, f); }
  Result<std::vector<std::string>> after(uint64_t s, size_t c, size_t b) override {
    return real_.after(s, c, b);
  }
  Result<uint64_t> last_day_seq() override { return real_.last_day_seq(); }
  Result<std::optional<std::string>> meta(const std::string& key) override {
    return real_.meta(key);
  }
  Result<void> set_meta(const std::string& k, const std::string& v) override {
    return real_.set_meta(k, v);
  }
  Result<void> keep_catalogue(uint32_t version, Time at, const std::string& source) override {
    return real_.keep_catalogue(version, at, source);
  }
  void idle() override {}
  uint64_t free_bytes() const override { return free; }
  bool broken = false;
  int finds = 0;
  uint64_t free = UINT64_MAX;

 private:
  Journal& real_;
};

struct FailStop {
  std::string sentence;
};

class ServerTest : public testing::Test {
 protected:
  explicit ServerTest(HallCatalogue catalogue = {small_catalogue()})
      : catalogue_(std::move(catalogue)) {
    start();
  }

  // Ends the server, if there is one, and starts it again on the same journal.
  void start() {
    server_.reset();
    journal_.reset();
    real_.reset();
    auto opened = open_sqlite_journal(folder_.path() / "journal.db", JournalUse::kServe);
    ASSERT_TRUE(opened.ok()) << opened.error().sentence;
    real_ = std::move(*opened);
    journal_ = std::make_unique<FailingJournal>(*real_);
    auto server = Server::open(
        {"test", catalogue_, 1 << 20, [](const Error& e) { throw FailStop{e.sentence}; }},
        *journal_, transport_, clock_, random_);
    ASSERT_TRUE(server.ok()) << server.error().sentence;
    server_ = std::move(*server);
    server_->tick();
    transport_.published.clear();
  }

  wire::Command command() {
    wire::Command c;
    c.set_version(kProtocolVersion);
    c.set_hall("test");
    c.set_command_id(std::string(CommandId::make(clock_.wall, random_).raw()));
    return c;
  }
  wire::Command issue(const std::string& service = "social") {
    wire::Command c = command();
    c.mutable_issue_ticket()->set_service(service);
    return c;
  }
  void send_bytes(const std::string& body, Role role = Role::kKiosk, const char* peer = "p") {
    auto who = std::make_shared<EnrolledDevice>();
    who->name = "kiosk-1";
    who->role = role;
    transport_.in.push_back({peer, who, body});
  }
  wire::Reply ask(const wire::Command& c, Role role = Role::kKiosk) {
    return ask_bytes(encode(c), role);
  }
  wire::Reply ask_bytes(const std::string& body, Role role = Role::kKiosk) {
    transport_.replies.clear();
    send_bytes(body, role);
    server_->tick();
    EXPECT_EQ(transport_.replies.size(), 1u);
    wire::Reply reply;
    if (transport_.replies.size() == 1) {
      EXPECT_TRUE(decode(transport_.replies[0].second, reply).ok());
    }
    return reply;
  }

  HallCatalogue catalogue_;
  TemporaryFolder folder_;
  StandingClock clock_;
  SystemRandom random_;
  MemoryTransport transport_;
  std::unique_ptr<Journal> real_;
  std::unique_ptr<FailingJournal> journal_;
  std::unique_ptr<Server> server_;
};

}  // namespace yichuang
