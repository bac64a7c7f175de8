#include "queue-server/web/hall_thread.h"

#include <algorithm>
#include <chrono>

#include "queue-server/web/console_view.h"
#include "queue-server/web/web_limits.h"

namespace yichuang {

Result<std::unique_ptr<HallThread>> HallThread::start(const DeviceFile& device,
                                                      const std::filesystem::path& outbox,
                                                      const Staff& staff, PaperDoor* papers,
                                                      const Clock& clock, Random& random,
                                                      Hooks hooks) {
  std::unique_ptr<HallThread> self(new HallThread(staff, papers, clock, std::move(hooks)));
  HallClient::Options options;
  options.outbox = outbox;
  options.wake = [raw = self.get()] {
    {
      const std::lock_guard guard(raw->lock_);
      raw->wake_ = true;
    }
    raw->woken_.notify_one();
  };
  // What an earlier run left unanswered is asked again, so that the outbox empties; the browser
  // that asked has seen "unanswered" long ago and learns the rest from the state.
  options.on_resumed = [raw = self.get()](const wire::Command& command) {
    return [raw, command](const Outcome& outcome) { raw->tell_papers(command, outcome); };
  };
  auto client = HallClient::open(device, std::move(options), clock, random);
  if (!client) return client.error();
  self->client_ = std::move(*client);
  self->thread_ = std::thread([raw = self.get()] { raw->run(); });
  return self;
}

HallThread::HallThread(const Staff& staff, PaperDoor* papers, const Clock& clock, Hooks hooks)
    : staff_(staff),
      papers_(papers),
      clock_(clock),
      hooks_(std::move(hooks)),
      items_("", [this](wire::Command command, Commander::OnOutcome on_outcome) {
        client_->submit(std::move(command), std::move(on_outcome));
      }) {}

HallThread::~HallThread() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard guard(lock_);
    stopping_ = true;
  }
  woken_.notify_one();
  thread_.join();
  client_.reset();  // its own thread may still call `wake`, which needs lock_ and woken_
}

bool HallThread::submit(wire::Command command, int64_t patience_ms, OnOutcome on_outcome) {
  {
    const std::lock_guard guard(lock_);
    if (stopping_ || without_outcome_ >= web_limits::kHallQueueMax) return false;
    ++without_outcome_;
    jobs_.push_back({std::move(command), patience_ms, std::move(on_outcome)});
  }
  woken_.notify_one();
  return true;
}

void HallThread::run() {
  while (true) {
    std::deque<Job> jobs;
    bool stopping = false;
    {
      const std::lock_guard guard(lock_);
      jobs.swap(jobs_);
      wake_ = false;
      stopping = stopping_;
    }
    submit_all(std::move(jobs));
    if (stopping) break;
    changed_ |= client_->poll([this](const wire::Event& event) {
      if (papers_) papers_->tell_event(event, client_->state());
    });
    const int64_t steady_ms = clock_.steady_ms();
    if (items_.step(client_->state().catalogue_digest, client_->fresh(), steady_ms))
      hooks_.on_items(items_json(items_.items()));
    if (changed_ && steady_ms >= next_publish_at_) publish_state(steady_ms);
    if (steady_ms >= next_beat_at_) beat(steady_ms);
    const int64_t next = changed_ ? std::min(next_publish_at_, next_beat_at_) : next_beat_at_;
    wait(std::min(client_->wait_ms(), next - clock_.steady_ms()));
  }
  for (auto& [job, on_outcome] : unanswered_) on_outcome({Outcome::Kind::kUnanswered, {}}, {});
}

// The answer to a clerk says what was taken in also if a snapshot jumps over the event that does.
void HallThread::tell_papers(const wire::Command& command, const Outcome& outcome) {
  const bool accepted = command.complete_service().outcome() == wire::VISIT_OUTCOME_ACCEPTED;
  if (!papers_ || !accepted || outcome.kind != Outcome::Kind::kDone || !outcome.reply.has_ticket())
    return;
  const TicketKey key = outcome.reply.ticket().ticket();
  const Ticket* ticket = client_->state().ticket(key);
  papers_->take_in(
      {key, {command.clerk(), ticket ? ticket->number : std::string(), client_->hall_now()}});
}

void HallThread::submit_all(std::deque<Job> jobs) {
  for (Job& job : jobs) {
    const uint64_t number = next_job_++;
    unanswered_[number] = std::move(job.on_outcome);
    const auto on_outcome = [this, number, command = job.command](const Outcome& outcome) {
      tell_papers(command, outcome);
      auto node = unanswered_.extract(number);
      {
        const std::lock_guard guard(lock_);
        --without_outcome_;
      }
      node.mapped()(outcome, client_->state());
    };
    client_->submit(std::move(job.command), on_outcome, job.patience_ms);
  }
}

// Hands the state out if it looks different now. A pulse that changes no estimate changes nothing.
void HallThread::publish_state(int64_t steady_ms) {
  changed_ = false;
  next_publish_at_ = steady_ms + web_limits::kStateGapMs;
  const auto users = staff_.users();
  std::string json = console_state_json({
      .state = client_->state(),
      .fresh = client_->fresh(),
      .stale_since = client_->stale_since(),
      .estimate = [&](std::string_view service) { return client_->estimate(service); },
      .clerk_name =
          [&](const std::string& badge) {
            const User* user = users->find(badge);
            return user ? user->name : std::string();
          },
      .papers = papers_ ? papers_->index() : nullptr,
  });
  if (json == published_) return;
  published_ = std::move(json);
  hooks_.on_state(published_, client_->hall_now());
}

void HallThread::beat(int64_t steady_ms) {
  next_beat_at_ = steady_ms + web_limits::kBeatMs;
  changed_ = true;  // a name in users.toml may be another now; publish_state() compares
  hooks_.on_beat(client_->hall_now());
}

void HallThread::wait(int64_t wait_ms) {
  std::unique_lock guard(lock_);
  woken_.wait_for(guard, std::chrono::milliseconds(std::max<int64_t>(0, wait_ms)),
                  [&] { return wake_ || stopping_ || !jobs_.empty(); });
}

}  // namespace yichuang
