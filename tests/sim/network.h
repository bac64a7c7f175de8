// The network of a simulated hall: what the server's transport hands over arrives at the clients
// late, twice, out of order or not at all, as the weather of each client's cable says. It is the
// server's Transport; clients are plugged in by number.
//
// In calm weather each direction of a cable keeps its order, as one TCP connection does.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "queue-server/transport.h"
#include "tests/sim/seeded_random.h"
#include "tests/sim/timeline.h"
#include "tests/sim/witness.h"

namespace yichuang::sim {

struct Weather {
  uint64_t loss_percent = 0;
  uint64_t duplicate_percent = 0;
  uint64_t reorder_percent = 0;
  int64_t delay_ms = 0;
  bool cut = false;
};

class Network final : public Transport {
 public:
  class Client {
   public:
    virtual ~Client() = default;
    virtual void take_reply(const std::string& body) = 0;
    virtual void take_feed(const std::string& body) = 0;
  };

  Network(Timeline& timeline, SeededRandom random, Witness& witness)
      : timeline_(timeline), random_(random), witness_(witness) {}

  size_t plug_in(Client& client, std::shared_ptr<const EnrolledDevice> who);
  void send(size_t client, std::string frame);
  Weather& weather(size_t client) { return cables_[client].weather; }
  size_t clients() const { return cables_.size(); }
  uint64_t lost() const { return lost_; }

  // The server's end. While it is down, what arrives is lost, and what lies there with it.
  void set_server_up(bool up);
  std::function<void()> on_request;   // one has arrived
  std::function<void()> before_send;  // of each reply and publication; may throw: a kill

  void begin_tick() override {}
  bool receive(Request& request) override;
  bool reply(const std::string& peer, const std::string& body) override;
  void publish(const std::string& body) override;
  void wait(int64_t) override {}

 private:
  enum Way { kToServer, kReplies, kFeed };
  struct Cable {
    Client* client = nullptr;
    std::shared_ptr<const EnrolledDevice> who;
    Weather weather;
    std::array<int64_t, 3> last_arrival_ms{};  // by Way
  };
  void carry(size_t client, Way way, const std::shared_ptr<const std::string>& body);
  void arrive(size_t client, Way way, const std::string& body);

  Timeline& timeline_;
  SeededRandom random_;
  Witness& witness_;
  std::vector<Cable> cables_;
  std::deque<Request> inbox_;
  bool server_up_ = false;
  uint64_t lost_ = 0;
};

}  // namespace yichuang::sim
