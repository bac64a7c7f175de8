// The door itself, over real sockets: limits, parked requests, live streams, a clean end.
#include "queue-server/web/http_server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "queue-server/web/event_streams.h"
#include "queue-server/web/web_limits.h"

namespace yichuang {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

constexpr int kPatienceMs = 60'000;  // a loaded machine must not fail a test

// Polls until the condition holds; false after the patience.
bool eventually(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(5ms);
  }
  return true;
}

// A client that sends bytes as they are.
class Client {
 public:
  explicit Client(uint16_t port, int receive_buffer = 0) {
    fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    if (receive_buffer > 0) {
      ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    sockaddr_in to = {};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
  }
  ~Client() { ::close(fd_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(const std::string& bytes) {
    for (size_t at = 0; at < bytes.size();) {
      const ssize_t n = ::send(fd_, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
      if (n <= 0) return;  // the server closed, which the test looks at
      at += static_cast<size_t>(n);
    }
  }
  // Reads until `text` has come or the other side closes; what came.
  std::string until(const std::string& text) {
    while (got_.find(text) == std::string::npos && read_some()) {
    }
    return got_;
  }
  // Reads on to the next `text` and forgets all up to its end; false if it does not come.
  bool next(const std::string& text) {
    if (until(text).find(text) == std::string::npos) return false;
    got_.erase(0, got_.find(text) + text.size());
    return true;
  }
  std::string until_closed() {
    while (read_some()) {
    }
    return got_;
  }
  const std::string& got() const { return got_; }

 private:
  bool read_some() {
    pollfd ready{fd_, POLLIN, 0};
    char buffer[4096];
    if (::poll(&ready, 1, kPatienceMs) != 1) return false;
    const ssize_t n = ::recv(fd_, buffer, sizeof buffer, 0);
    if (n > 0) got_.append(buffer, static_cast<size_t>(n));
    return n > 0;
  }
  int fd_;
  std::string got_;
};

class HttpServerTest : public testing::Test {
 protected:
  void start(HttpHandler handler, unsigned idle_seconds = 30, bool behind_proxy = false) {
    auto address = parse_listen_address("127.0.0.1:0");
    ASSERT_TRUE(address.ok());
    auto server = HttpServer::start({.listen = *address,
                                     .tls_certificate = "",
                                     .tls_key = "",
                                     .idle_seconds = idle_seconds,
                                     .connections_max = 2048,
                                     .behind_proxy = behind_proxy},
                                    std::move(handler));
    ASSERT_TRUE(server.ok()) << server.error().sentence;
    server_ = std::move(*server);
  }
  void TearDown() override {
    streams_.close_all();
    server_.reset();
  }
  std::string ask(const std::string& head, const std::string& body = "") {
    Client client(server_->port());
    client.send(head + "Host: test\r\nConnection: close\r\n\r\n" + body);
    return client.until_closed();
  }
  HttpHandler stream_handler() {
    return [this](HttpRequest request, const HttpAnswer& answer) {
      EventStreams::Full full;
      HttpResponse response;
      response.content_type = "text/event-stream";
      response.stream = streams_.open(request.path, &full);
      answer(response.stream ? std::move(response) : error_response(503, "FULL", "full"));
    };
  }

  EventStreams streams_{3, 2};
  std::unique_ptr<HttpServer> server_;
};

void echo(HttpRequest request, const HttpAnswer& answer) {
  answer(text_response(200, "text/plain",
                       request.method + " " + request.path + " from " + request.address +
                           (request.secure ? " secure" : "") + " body " + request.body + " csrf " +
                           request.csrf_token + " cookie " + request.cookie));
}

TEST_F(HttpServerTest, ARequestArrivesWholeAndTheAnswerHasTheSafetyHeaders) {
  start(echo);
  const auto got =
      ask("POST /api/x%20y?z=1 HTTP/1.1\r\nX-CSRF-Token: abc\r\nCookie: k=v\r\n"
          "Content-Length: 5\r\n",
          "hello");
  EXPECT_THAT(got, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(got, HasSubstr("POST /api/x y from 127.0.0.1 body hello csrf abc cookie k=v"));
  EXPECT_THAT(got, HasSubstr("Content-Security-Policy: default-src 'self'; base-uri 'none'; "
                             "form-action 'self'; frame-ancestors 'none'"));
  EXPECT_THAT(got, HasSubstr("X-Content-Type-Options: nosniff"));
  EXPECT_THAT(got, HasSubstr("Referrer-Policy: no-referrer"));
}

TEST_F(HttpServerTest, WhatIsTooLargeIsTurnedAway) {
  start(echo);
  EXPECT_THAT(ask("POST / HTTP/1.1\r\nContent-Length: 8193\r\n"), StartsWith("HTTP/1.1 413 "));
  const std::string full(web_limits::kBodyBytesMax, 'x');
  EXPECT_THAT(ask("POST / HTTP/1.1\r\nContent-Length: 8192\r\n", full), HasSubstr("200 OK"));
  EXPECT_THAT(ask("GET /" + std::string(600, 'a') + " HTTP/1.1\r\n"), StartsWith("HTTP/1.1 414 "));
  EXPECT_THAT(ask("GET / HTTP/1.1\r\nCookie: " + std::string(5000, 'c') + "\r\n"),
              StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(ask("PUT / HTTP/1.1\r\n"), StartsWith("HTTP/1.1 405 "));
  EXPECT_THAT(ask("GET / HTTP/1.1\r\n"), StartsWith("HTTP/1.1 200 "));  // and goes on
}

TEST_F(HttpServerTest, ABodyWithoutALengthIsBoundedToo) {
  std::atomic<int> handled = 0;
  start([&](HttpRequest request, const HttpAnswer& answer) {
    ++handled;
    echo(std::move(request), answer);
  });
  std::string chunks;
  for (int i = 0; i < 20; ++i) chunks += "400\r\n" + std::string(1024, 'x') + "\r\n";
  const auto got = ask("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n", chunks + "0\r\n\r\n");
  EXPECT_THAT(got, testing::Not(HasSubstr("200 OK")));
  EXPECT_EQ(handled, 0);
}

TEST_F(HttpServerTest, ForwardedHeadersCountOnlyBehindAProxy) {
  const std::string head =
      "GET / HTTP/1.1\r\nX-Forwarded-For: 6.6.6.6, 10.1.2.3\r\nX-Forwarded-Proto: https\r\n";
  start(echo);
  EXPECT_THAT(ask(head), HasSubstr("from 127.0.0.1 body"));
  server_.reset();
  start(echo, 30, true);
  EXPECT_THAT(ask(head), HasSubstr("from 10.1.2.3 secure body"));
}

TEST_F(HttpServerTest, AnAnswerMayComeLaterFromAnyThreadAndOnlyOnceCounts) {
  std::mutex lock;
  std::vector<HttpAnswer> waiting;
  start([&](HttpRequest, HttpAnswer answer) {
    const std::lock_guard guard(lock);
    waiting.push_back(std::move(answer));
  });
  constexpr size_t kClients = 40;
  std::vector<std::unique_ptr<Client>> clients;
  for (size_t i = 0; i < kClients; ++i) {
    clients.push_back(std::make_unique<Client>(server_->port()));
    clients.back()->send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
  }
  ASSERT_TRUE(eventually([&] {
    const std::lock_guard guard(lock);
    return waiting.size() == kClients;
  }));
  std::thread other([&] {
    for (const auto& answer : waiting) {
      answer(text_response(200, "text/plain", "first answer"));
      answer(text_response(500, "text/plain", "second answer"));
    }
  });
  for (auto& client : clients) EXPECT_THAT(client->until("answer"), HasSubstr("first answer"));
  other.join();
}

// The window between "is the answer there?" and "park": an answer that comes just then must not be
// lost. Thousands of answers race the parking.
TEST_F(HttpServerTest, NoAnswerIsLostBetweenAskingAndParking) {
  std::mutex lock;
  std::vector<HttpAnswer> waiting;
  std::atomic<bool> stop = false;
  start([&](HttpRequest, HttpAnswer answer) {
    const std::lock_guard guard(lock);
    waiting.push_back(std::move(answer));
  });
  std::thread answerer([&] {
    while (!stop) {
      std::vector<HttpAnswer> now;
      {
        const std::lock_guard guard(lock);
        now.swap(waiting);
      }
      for (const auto& answer : now) answer(text_response(200, "text/plain", "ok!"));
    }
  });
  Client client(server_->port());
  constexpr int kRounds = 2000;
  int answered = 0;
  while (answered < kRounds) {
    client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
    if (!client.next("ok!")) break;
    ++answered;
  }
  stop = true;
  answerer.join();
  EXPECT_EQ(answered, kRounds);
}

TEST_F(HttpServerTest, TooManyParkedRequestsAreTurnedAway) {
  std::mutex lock;
  std::vector<HttpAnswer> waiting;
  start([&](HttpRequest, HttpAnswer answer) {
    const std::lock_guard guard(lock);
    waiting.push_back(std::move(answer));
  });
  std::vector<std::unique_ptr<Client>> clients;
  for (size_t i = 0; i < web_limits::kParkedMax; ++i) {
    clients.push_back(std::make_unique<Client>(server_->port()));
    clients.back()->send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
  }
  ASSERT_TRUE(eventually([&] {
    const std::lock_guard guard(lock);
    return waiting.size() == web_limits::kParkedMax;
  }));
  EXPECT_THAT(ask("GET / HTTP/1.1\r\n"), StartsWith("HTTP/1.1 503 "));
}

TEST_F(HttpServerTest, TheEndAnswersWhoIsParkedAndShutsOutLateAnswers) {
  std::mutex lock;
  std::vector<HttpAnswer> waiting;
  start([&](HttpRequest, HttpAnswer answer) {
    const std::lock_guard guard(lock);
    waiting.push_back(std::move(answer));
  });
  Client client(server_->port());
  client.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
  ASSERT_TRUE(eventually([&] {
    const std::lock_guard guard(lock);
    return waiting.size() == 1;
  }));
  server_.reset();
  EXPECT_THAT(client.until_closed(),
              testing::AnyOf(StartsWith("HTTP/1.1 503 "), testing::IsEmpty()));
  waiting[0](text_response(200, "text/plain", "too late"));
}

TEST_F(HttpServerTest, AStreamStartsWithTheNewestStateAndGoesOn) {
  streams_.publish(std::make_shared<const std::string>("data: old\n\n"));
  streams_.publish(std::make_shared<const std::string>("data: newest\n\n"));
  start(stream_handler());
  Client client(server_->port());
  client.send("GET /s HTTP/1.1\r\nHost: test\r\nLast-Event-ID: 17\r\n\r\n");
  EXPECT_THAT(client.until("newest\n\n"), HasSubstr("text/event-stream"));
  EXPECT_THAT(client.got(), testing::Not(HasSubstr("old")));
  streams_.beat("data: beat\n\n");
  client.until("beat\n\n");
  streams_.publish(std::make_shared<const std::string>("data: next\n\n"));
  EXPECT_THAT(client.until("next\n\n"), HasSubstr("data: beat\n\n"));
}

TEST_F(HttpServerTest, StreamsAreBoundedInAllAndPerOwner) {
  start(stream_handler());
  std::vector<std::unique_ptr<Client>> clients;
  const auto open = [&](const std::string& owner) {
    clients.push_back(std::make_unique<Client>(server_->port()));
    clients.back()->send("GET /" + owner + " HTTP/1.1\r\nHost: test\r\n\r\n");
    return clients.back()->until("\r\n\r\n");
  };
  EXPECT_THAT(open("a"), HasSubstr("200 OK"));
  EXPECT_THAT(open("a"), HasSubstr("200 OK"));
  EXPECT_THAT(open("a"), HasSubstr("503 "));
  EXPECT_THAT(open("b"), HasSubstr("200 OK"));
  EXPECT_THAT(open("c"), HasSubstr("503 "));
  // A browser that left makes room, once the next beat finds it gone.
  clients.clear();
  EXPECT_TRUE(eventually([&] {
    streams_.beat("data: beat\n\n");
    return streams_.count() == 0;
  }));
  EXPECT_THAT(open("c"), HasSubstr("200 OK"));
}

TEST_F(HttpServerTest, AStreamEndsWithItsSession) {
  start(stream_handler());
  Client gone(server_->port());
  Client stays(server_->port());
  gone.send("GET /gone HTTP/1.1\r\nHost: test\r\n\r\n");
  stays.send("GET /stays HTTP/1.1\r\nHost: test\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return streams_.count() == 2; }));
  streams_.close_if([](const std::string& owner) { return owner == "/gone"; });
  EXPECT_THAT(gone.until("0\r\n\r\n"), HasSubstr("0\r\n\r\n"));  // the end of the chunks
  EXPECT_TRUE(eventually([&] { return streams_.count() == 1; }));
  streams_.beat("data: beat\n\n");
  EXPECT_THAT(stays.until("beat"), HasSubstr("beat"));
}

TEST_F(HttpServerTest, ASlowReaderSkipsToTheNewestStateInsteadOfGrowingAQueue) {
  start(stream_handler());
  Client client(server_->port(), 4096);
  client.send("GET /s HTTP/1.1\r\nHost: test\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return streams_.count() == 1; }));
  const std::string filler(64 * 1024, 'x');
  constexpr int kStates = 400;  // 25 MB: far more than all the buffers between
  for (int i = 0; i <= kStates; ++i) {
    streams_.publish(
        std::make_shared<const std::string>("data: " + std::to_string(i) + filler + "\n\n"));
    if (i % 20 == 0) std::this_thread::sleep_for(1ms);
  }
  const auto got = client.until("data: " + std::to_string(kStates) + "x");
  EXPECT_THAT(got, HasSubstr("data: " + std::to_string(kStates) + "x"));
  EXPECT_LT(got.size(), 22u * 1024 * 1024);
}

TEST_F(HttpServerTest, AReaderThatNeverReadsIsDropped) {
  start(stream_handler(), 1);
  Client client(server_->port(), 4096);
  client.send("GET /s HTTP/1.1\r\nHost: test\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return streams_.count() == 1; }));
  const std::string filler(256 * 1024, 'x');
  EXPECT_TRUE(eventually([&] {
    streams_.publish(std::make_shared<const std::string>("data: " + filler + "\n\n"));
    return streams_.count() == 0;
  }));
}

TEST_F(HttpServerTest, AParkedStreamOutlivesTheIdleTime) {
  start(stream_handler(), 1);
  Client client(server_->port());
  client.send("GET /s HTTP/1.1\r\nHost: test\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return streams_.count() == 1; }));
  std::this_thread::sleep_for(2500ms);  // what is tested: nothing happens for longer than idle
  streams_.beat("data: still here\n\n");
  EXPECT_THAT(client.until("still here"), HasSubstr("still here"));
}

TEST_F(HttpServerTest, APortInUseIsSaidSo) {
  start(echo);
  auto address = parse_listen_address("127.0.0.1:" + std::to_string(server_->port()));
  ASSERT_TRUE(address.ok());
  const auto second = HttpServer::start({.listen = *address,
                                         .tls_certificate = "",
                                         .tls_key = "",
                                         .idle_seconds = 30,
                                         .connections_max = 10,
                                         .behind_proxy = false},
                                        echo);
  ASSERT_FALSE(second.ok());
  EXPECT_THAT(second.error().sentence, HasSubstr("Address already in use"));
}

}  // namespace
}  // namespace yichuang
