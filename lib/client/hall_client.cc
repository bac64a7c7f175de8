#include "client/hall_client.h"

#include <algorithm>

#include "base/log.h"
#include "net/link.h"
#include "wire/codec.h"

namespace yichuang {

Result<std::unique_ptr<HallClient>> HallClient::open(const DeviceFile& device, Options options,
                                                     const Clock& clock, Random& random) {
  std::unique_ptr<Outbox> outbox = memory_outbox();
  if (!options.outbox.empty()) {
    auto opened = open_outbox(options.outbox);
    if (!opened) return opened.error();
    outbox = std::move(*opened);
  }
  auto link = Link::open(device, options.wake);
  if (!link) return link.error();
  std::unique_ptr<HallClient> client(
      new HallClient(device, std::move(*link), clock, std::move(outbox), random));
  if (options.on_resumed) {
    client->commander_.resume(clock.now(), clock.steady_ms(), options.on_resumed);
  }
  client->send_all();
  return client;
}

HallClient::HallClient(const DeviceFile& device, std::unique_ptr<Link> link, const Clock& clock,
                       std::unique_ptr<Outbox> outbox, Random& random)
    : hall_(device.hall),
      link_(std::move(link)),
      clock_(clock),
      random_(random),
      outbox_(std::move(outbox)),
      commander_(device.hall, *outbox_, random) {}

HallClient::~HallClient() = default;

Time HallClient::hall_now() const { return clock_.now() + clock_offset_ms_; }

void HallClient::submit(wire::Command command, Commander::OnOutcome on_outcome,
                        int64_t patience_ms) {
  commander_.submit(std::move(command), hall_now(), clock_.steady_ms(), patience_ms,
                    std::move(on_outcome));
  send_all();
}

void HallClient::send_all() {
  const int64_t steady_ms = clock_.steady_ms();
  for (auto& frame : commander_.due(steady_ms)) link_->send(std::move(frame));
  const auto make_id = [this] { return std::string(CommandId::make(clock_.now(), random_).raw()); };
  for (auto& query : mirror_.due(steady_ms, make_id)) {
    query.command.set_version(kProtocolVersion);
    query.command.set_hall(hall_);
    query.command.set_command_id(query.id);
    link_->send(encode(query.command));
  }
}

bool HallClient::take_feed(const std::string& body, const Mirror::OnEvent& on_event) {
  wire::Feed feed;
  if (auto read = decode(body, feed); !read) {
    log_warning("ignored a message of the feed: {}", read.error().sentence);
    return false;
  }
  if (feed.has_pulse()) clock_offset_ms_ = Time{feed.pulse().at_ms()} - clock_.now();
  mirror_.on_feed(feed, clock_.steady_ms(), on_event);
  return true;
}

bool HallClient::take_reply(const std::string& body, const Mirror::OnEvent& on_event) {
  wire::Reply reply;
  if (auto read = decode(body, reply); !read) {
    log_warning("ignored a reply: {}", read.error().sentence);
    return false;
  }
  if (mirror_.on_reply(reply, clock_.steady_ms(), on_event)) return true;
  commander_.on_reply(reply);
  return false;
}

bool HallClient::poll(const Mirror::OnEvent& on_event) {
  bool changed = false;
  for (const Link::Message& message : link_->take()) {
    const bool told = message.from == Link::Message::From::kFeed
                          ? take_feed(message.body, on_event)
                          : take_reply(message.body, on_event);
    changed = changed || told;
  }
  send_all();
  const bool now_fresh = fresh();
  if (now_fresh != was_fresh_) {
    changed = true;
    stale_since_ = now_fresh ? Time{} : clock_.now();
    log_info("{}", now_fresh ? "in step with the server" : "cut off from the server");
  }
  was_fresh_ = now_fresh;
  return changed;
}

int64_t HallClient::wait_ms() const {
  int64_t next = std::min(commander_.next_due_steady_ms(), mirror_.next_due_steady_ms());
  if (!was_fresh_ && mirror_.next_due_steady_ms() < clock_.steady_ms()) {
    next = commander_.next_due_steady_ms();  // cut off already: nothing to notice
  }
  if (next == INT64_MAX) return Mirror::kFreshMs;
  return std::clamp<int64_t>(next - clock_.steady_ms(), 0, Mirror::kFreshMs);
}

const State& HallClient::state() const { return mirror_.state(); }

const wire::ServiceEstimate* HallClient::estimate(std::string_view service) const {
  const auto& estimates = mirror_.pulse().estimates();
  const auto found = std::ranges::find(estimates, service, &wire::ServiceEstimate::service);
  return found == estimates.end() ? nullptr : &*found;
}

bool HallClient::fresh() const { return mirror_.fresh(clock_.steady_ms()); }

Time HallClient::stale_since() const { return fresh() ? Time{} : stale_since_; }

}  // namespace yichuang
