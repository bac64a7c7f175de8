#include "queue-server/web/event_streams.h"

#include <microhttpd.h>

#include <algorithm>
#include <cstring>
#include <set>

namespace yichuang {

EventStream::~EventStream() {
  const std::lock_guard guard(all_.lock_);
  std::erase(all_.streams_, this);
}

ptrdiff_t EventStream::read(MHD_Connection* connection, char* buffer, size_t size) {
  const std::lock_guard guard(all_.lock_);
  if (!sending_ && !take_next()) {
    if (closing_) return -1;
    parked_ = connection;
    MHD_suspend_connection(connection);
    return 0;
  }
  const size_t n = std::min(size, sending_->size() - at_);
  std::memcpy(buffer, sending_->data() + at_, n);
  at_ += n;
  if (at_ == sending_->size()) sending_.reset();
  return static_cast<ptrdiff_t>(n);
}

// Chooses the next message whole: a message once begun is always finished. Under the lock.
bool EventStream::take_next() {
  at_ = 0;
  if (closing_) return false;
  if (state_sent_ < all_.state_version_) {
    state_sent_ = all_.state_version_;
    beat_sent_ = all_.beat_version_;  // a state is a sign of life too
    sending_ = all_.state_;
  } else if (beat_sent_ < all_.beat_version_) {
    beat_sent_ = all_.beat_version_;
    sending_ = all_.beat_;
  }
  return sending_ != nullptr;
}

EventStreams::EventStreams(size_t streams_max, size_t per_owner_max)
    : streams_max_(streams_max), per_owner_max_(per_owner_max) {}

std::shared_ptr<EventStream> EventStreams::open(std::string owner, Full* full) {
  const std::lock_guard guard(lock_);
  *full = Full::kNo;
  const auto of_owner = std::ranges::count_if(
      streams_, [&](const auto* s) { return s->owner_ == owner && !s->closing_; });
  if (closed_ || streams_.size() >= streams_max_) *full = Full::kAll;
  if (static_cast<size_t>(of_owner) >= per_owner_max_) *full = Full::kOwner;
  if (*full != Full::kNo) return nullptr;
  auto stream = std::make_shared<EventStream>(*this, std::move(owner));
  streams_.push_back(stream.get());
  return stream;
}

void EventStreams::publish(std::shared_ptr<const std::string> text) {
  const std::lock_guard guard(lock_);
  state_ = std::move(text);
  ++state_version_;
  resume_parked();
}

void EventStreams::beat(std::string text) {
  const std::lock_guard guard(lock_);
  beat_ = std::make_shared<const std::string>(std::move(text));
  ++beat_version_;
  resume_parked();
}

void EventStreams::close_if(const std::function<bool(const std::string&)>& gone) {
  std::set<std::string> owners;
  {
    const std::lock_guard guard(lock_);
    for (const auto* stream : streams_) owners.insert(stream->owner_);
  }
  std::erase_if(owners, [&](const std::string& owner) { return !gone(owner); });
  if (owners.empty()) return;
  const std::lock_guard guard(lock_);
  for (auto* stream : streams_) stream->closing_ |= owners.contains(stream->owner_);
  resume_parked();
}

void EventStreams::close_all() {
  const std::lock_guard guard(lock_);
  closed_ = true;
  for (auto* stream : streams_) stream->closing_ = true;
  resume_parked();
}

size_t EventStreams::count() const {
  const std::lock_guard guard(lock_);
  return streams_.size();
}

void EventStreams::resume_parked() {
  for (auto* stream : streams_) {
    if (!stream->parked_) continue;
    MHD_resume_connection(stream->parked_);
    stream->parked_ = nullptr;
  }
}

}  // namespace yichuang
