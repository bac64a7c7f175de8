#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>
#include <thread>

#include "base/assert.h"
#include "net/socket.h"
#include "tests/bench/figures.h"
#include "tests/bench/temporary_hall.h"

namespace yichuang::bench {
namespace {

constexpr size_t kRowBytes = 110;     // an issue event with its command id
constexpr size_t kMessageBytes = 80;  // an issue command

class BareTable {
 public:
  explicit BareTable(const std::filesystem::path& path) {
    HALL_ASSERT(sqlite3_open(path.c_str(), &db_) == SQLITE_OK);
    run("PRAGMA locking_mode=EXCLUSIVE");
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=FULL");
    run("CREATE TABLE row(seq INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT");
    HALL_ASSERT(sqlite3_prepare_v2(db_, "INSERT INTO row(body) VALUES(?)", -1, &insert_, nullptr) ==
                SQLITE_OK);
  }
  ~BareTable() {
    sqlite3_finalize(insert_);
    sqlite3_close(db_);
  }
  BareTable(const BareTable&) = delete;
  BareTable& operator=(const BareTable&) = delete;

  void commit(int rows) {
    const std::string body(kRowBytes, 'x');
    run("BEGIN IMMEDIATE");
    for (int i = 0; i < rows; ++i) {
      sqlite3_bind_blob(insert_, 1, body.data(), static_cast<int>(body.size()), SQLITE_STATIC);
      HALL_ASSERT(sqlite3_step(insert_) == SQLITE_DONE);
      sqlite3_reset(insert_);
    }
    run("COMMIT");
  }

 private:
  void run(const char* sql) {
    HALL_ASSERT(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  }
  sqlite3* db_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

void measure_commits(BareLimits& bare) {
  const auto path = std::filesystem::temp_directory_path() / fmt::format("bare-{}.db", ::getpid());
  {
    BareTable table(path);
    std::vector<double> times;
    for (int i = 0; i < 400; ++i) {
      const double start = now_us();
      table.commit(1);
      times.push_back(now_us() - start);
    }
    bare.commit_us = percentile(times, 0.5);
    constexpr int kCommits = 300;
    const double start = now_us();
    for (int i = 0; i < kCommits; ++i) table.commit(kClients);
    bare.group_rows_per_s = kCommits * kClients * 1e6 / (now_us() - start);
  }
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path.string() + suffix);
}

// An echo server with the hall's socket options and CURVE, but no gate and no work.
class Echo {
 public:
  Echo() : keys_(make_key_pair()), router_(context_, SocketUse::kServerCommands) {
    use_key_without_gate(router_, keys_);
    HALL_ASSERT(router_.bind("tcp://127.0.0.1:*").ok());
    endpoint_ = router_.bound_endpoint();
    thread_ = std::thread([this] { run(); });
  }
  ~Echo() {
    stop_ = true;
    thread_.join();
  }
  Echo(const Echo&) = delete;
  Echo& operator=(const Echo&) = delete;
  Socket client(ZmqContext& context) const {
    Socket dealer(context, SocketUse::kClientCommands);
    dealer.use_client_key(make_key_pair(), keys_.public_key);
    HALL_ASSERT(dealer.connect(endpoint_).ok());
    return dealer;
  }

 private:
  void run() {
    Received frame;
    while (!stop_) {
      zmq_pollitem_t item{router_.get(), 0, ZMQ_POLLIN, 0};
      zmq_poll(&item, 1, 50);
      while (router_.receive(frame)) router_.send_to(frame.routing_id, frame.body);
    }
  }
  ZmqContext context_;
  KeyPair keys_;
  Socket router_;
  std::string endpoint_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

void send_waiting(Socket& socket, std::string_view body) {
  while (!socket.send(body)) {
    zmq_pollitem_t item{socket.get(), 0, ZMQ_POLLOUT, 0};
    HALL_ASSERT(zmq_poll(&item, 1, 10'000) == 1);
  }
}

void measure_echoes(BareLimits& bare) {
  Echo echo;
  ZmqContext context;
  const std::string body(kMessageBytes, 'x');
  Received frame;
  {
    Socket client = echo.client(context);
    std::vector<double> times;
    for (int i = 0; i < 2000; ++i) {
      const double start = now_us();
      send_waiting(client, body);
      zmq_pollitem_t item{client.get(), 0, ZMQ_POLLIN, 0};
      HALL_ASSERT(zmq_poll(&item, 1, 10'000) == 1);
      HALL_ASSERT(client.receive(frame));
      times.push_back(now_us() - start);
    }
    bare.round_trip_us = percentile(times, 0.5);
  }
  std::vector<Socket> clients;
  std::vector<zmq_pollitem_t> items;
  for (int i = 0; i < kClients; ++i) clients.push_back(echo.client(context));
  for (Socket& client : clients) {
    send_waiting(client, body);
    items.push_back({client.get(), 0, ZMQ_POLLIN, 0});
  }
  constexpr int kEchoes = 60'000;
  int done = -3000;  // warm-up
  double start = 0;
  while (done < kEchoes) {
    const int before = done;
    for (Socket& one : clients) {
      if (!one.receive(frame)) continue;
      if (++done == 0) start = now_us();
      send_waiting(one, body);
    }
    if (done == before) HALL_ASSERT(zmq_poll(items.data(), kClients, 10'000) > 0);
  }
  bare.echoes_per_s = done * 1e6 / (now_us() - start);
}

}  // namespace

BareLimits measure_bare_limits(Table& table) {
  BareLimits bare;
  measure_commits(bare);
  measure_echoes(bare);
  table.add({"bare SQLite FULL commit, one row, median", bare.commit_us, "µs", "", 0});
  table.add({"bare CURVE round trip, median", bare.round_trip_us, "µs", "", 0});
  table.add({"bare SQLite FULL commits of 64 rows", bare.group_rows_per_s, "rows/s", "", 0});
  table.add({"bare CURVE ROUTER echo, 64 clients", bare.echoes_per_s, "/s", "", 0});
  return bare;
}

}  // namespace yichuang::bench
