// Uploader: brings one sealed paper at a time to queue-web (PUT /documents/ID, in pieces, over
// libcurl), on a thread of its own. A piece that was lost on the way is sent again from where the
// other side says that it is.
//
// All functions on one thread, the one that made it; `wake` is called on the uploader's and only
// posts something.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace yichuang::kiosk {

struct Upload {
  std::string url;            // "http://…/documents/<32 hex digits>"
  std::string authorization;  // the header's value (papers/capability.h); never in a log
  std::filesystem::path file;
  uint64_t size = 0;
};

enum class UploadEnd {
  kDone,        // the other side has all of it and has checked it
  kNotReached,  // the network, or queue-web, is away, or is full: later
  kRefused,     // the leave is not, or no longer, good: ask for another
  kUnreadable,  // the file is not what was granted: it will never be taken
};
const char* name_of(UploadEnd end);  // "done", "not reached", …

class Uploader {
 public:
  explicit Uploader(std::function<void()> wake);
  // Gives up what is under way.
  ~Uploader();
  Uploader(const Uploader&) = delete;
  Uploader& operator=(const Uploader&) = delete;

  bool busy() const { return busy_; }
  void start(Upload upload);        // not while it is busy
  std::optional<UploadEnd> take();  // once for each start

 private:
  void run();

  const std::function<void()> wake_;
  bool busy_ = false;
  std::mutex lock_;
  std::condition_variable changed_;
  std::optional<Upload> next_;
  std::optional<UploadEnd> end_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace yichuang::kiosk
