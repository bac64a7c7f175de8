// Server-sent events to many browsers at once (WHATWG HTML section 9.2). Every stream has at most
// one state message and one beat under way: a browser that reads slowly skips to the newest state
// instead of growing a queue, and one that does not read at all is dropped by the HTTP server's
// timeout.
//
// Threads: publish(), beat(), close…() on any thread; read() on the HTTP thread. One lock guards
// the streams, and every suspend and resume of their connections happens under it; no other lock is
// taken and no callback is called while it is held.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

struct MHD_Connection;

namespace yichuang {

class EventStreams;

// One browser's stream; it ends with its last holder, the response. The HTTP server calls read()
// when the connection can take more.
class EventStream {
 public:
  EventStream(EventStreams& all, std::string owner) : all_(all), owner_(std::move(owner)) {}
  ~EventStream();
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;

  // Copies what there is to send, at most `size` bytes. 0: nothing now, and `connection` is
  // suspended until there is. -1: the stream is over.
  ptrdiff_t read(MHD_Connection* connection, char* buffer, size_t size);

 private:
  friend class EventStreams;
  bool take_next();
  EventStreams& all_;
  const std::string owner_;
  MHD_Connection* parked_ = nullptr;  // suspended, waiting for something to send
  bool closing_ = false;
  uint64_t state_sent_ = 0;
  uint64_t beat_sent_ = 0;
  std::shared_ptr<const std::string> sending_;
  size_t at_ = 0;
};

class EventStreams {
 public:
  enum class Full { kNo, kAll, kOwner };

  // At most `streams_max` streams, and `per_owner_max` of one owner.
  EventStreams(size_t streams_max, size_t per_owner_max);

  // A new stream, which starts with the newest state. `owner` is the session it belongs to. Null
  // at a limit; `full` says which.
  std::shared_ptr<EventStream> open(std::string owner, Full* full);

  // The newest state: replaces what is not sent yet. `text` is a whole event as it stands on the
  // wire.
  void publish(std::shared_ptr<const std::string> text);
  // A sign of life to every stream that has nothing else to send.
  void beat(std::string text);
  // Ends the streams whose owner is gone.
  void close_if(const std::function<bool(const std::string& owner)>& gone);
  // Ends all, and opens none any more. Call before the HTTP server stops.
  void close_all();

  size_t count() const;

 private:
  friend class EventStream;
  void resume_parked();  // under lock_
  const size_t streams_max_;
  const size_t per_owner_max_;
  mutable std::mutex lock_;
  std::vector<EventStream*> streams_;
  std::shared_ptr<const std::string> state_;
  std::shared_ptr<const std::string> beat_;
  uint64_t state_version_ = 0;
  uint64_t beat_version_ = 0;
  bool closed_ = false;
};

}  // namespace yichuang
