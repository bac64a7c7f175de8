#include "tests/sim/network.h"

#include <algorithm>
#include <string>
#include <utility>

namespace yichuang::sim {
namespace {

constexpr int64_t kCableMsMax = 3;
constexpr int64_t kReorderMsMax = 1500;

}  // namespace

size_t Network::plug_in(Client& client, std::shared_ptr<const EnrolledDevice> who) {
  cables_.push_back({&client, std::move(who), {}, {}});
  return cables_.size() - 1;
}

void Network::send(size_t client, std::string frame) {
  carry(client, kToServer, std::make_shared<const std::string>(std::move(frame)));
}

void Network::set_server_up(bool up) {
  server_up_ = up;
  inbox_.clear();
}

bool Network::receive(Request& request) {
  if (inbox_.empty()) return false;
  request = std::move(inbox_.front());
  inbox_.pop_front();
  return true;
}

bool Network::reply(const std::string& peer, const std::string& body) {
  before_send();
  witness_.reply_leaves(body);
  carry(std::stoul(peer), kReplies, std::make_shared<const std::string>(body));
  return true;
}

void Network::publish(const std::string& body) {
  before_send();
  witness_.feed_leaves(body);
  const auto shared = std::make_shared<const std::string>(body);
  for (size_t client = 0; client < cables_.size(); ++client) carry(client, kFeed, shared);
}

void Network::carry(size_t client, Way way, const std::shared_ptr<const std::string>& body) {
  Cable& cable = cables_[client];
  const Weather& weather = cable.weather;
  if (weather.cut || random_.percent(weather.loss_percent)) {
    ++lost_;
    return;
  }
  const int copies = random_.percent(weather.duplicate_percent) ? 2 : 1;
  for (int copy = 0; copy < copies; ++copy) {
    const int64_t now_ms = timeline_.steady_ms();
    int64_t at_ms = now_ms + random_.between(1, kCableMsMax) + weather.delay_ms;
    if (random_.percent(weather.reorder_percent)) {
      at_ms += random_.between(0, kReorderMsMax);
    } else {
      at_ms = std::max(at_ms, cable.last_arrival_ms[way]);
      cable.last_arrival_ms[way] = at_ms;
    }
    timeline_.after(at_ms - now_ms, [this, client, way, body] { arrive(client, way, *body); });
  }
}

void Network::arrive(size_t client, Way way, const std::string& body) {
  Cable& cable = cables_[client];
  if (cable.weather.cut || (way == kToServer && !server_up_)) {
    ++lost_;
    return;
  }
  if (way == kReplies) return cable.client->take_reply(body);
  if (way == kFeed) return cable.client->take_feed(body);
  inbox_.push_back({std::to_string(client), cable.who, body});
  on_request();
}

}  // namespace yichuang::sim
