#include "kiosk/uploader.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "base/assert.h"
#include "base/file.h"
#include "kiosk/web_client.h"
#include "papers/seal.h"

namespace yichuang::kiosk {

namespace {

constexpr size_t kPieceBytes = size_t{256} << 10;  // what queue-web takes at once
constexpr long kPieceMs = 30'000;
constexpr long kHeadMs = 10'000;
// The other side may send us back, but not for ever.
constexpr int kSentBackMax = 8;

struct Answer {
  long status = 0;  // 0: none came
  std::optional<uint64_t> offset;
  bool complete = false;
};

size_t ignore_body(char*, size_t size, size_t count, void*) { return size * count; }

// "Upload-Offset: 262144", in any case of letters (RFC 9110 section 5.1).
size_t read_header(char* bytes, size_t size, size_t count, void* to) {
  auto& answer = *static_cast<Answer*>(to);
  std::string line(bytes, size * count);
  std::ranges::transform(line, line.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto value_of = [&](std::string_view name) -> std::string_view {
    if (!line.starts_with(name)) return {};
    std::string_view value = std::string_view(line).substr(name.size());
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    return value;
  };
  if (const auto text = value_of("upload-offset:"); !text.empty()) {
    uint64_t offset = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), offset).ec == std::errc())
      answer.offset = offset;
  }
  if (value_of("upload-complete:").starts_with("?1")) answer.complete = true;
  return size * count;
}

// One upload. `stopped` is asked while the network is waited for.
class Way {
 public:
  Way(const Upload& upload, std::function<bool()> stopped)
      : upload_(upload), web_(std::move(stopped)) {}

  UploadEnd go() {
    auto bytes = read_file(upload_.file, kSealedBytesMax);
    if (!bytes || bytes->size() != upload_.size) return UploadEnd::kUnreadable;
    const Answer there = ask();
    if (there.status != 200) return end_of(there);
    if (there.complete) return UploadEnd::kDone;
    uint64_t at = there.offset.value_or(0);
    for (int sent_back = 0; sent_back < kSentBackMax;) {
      if (at >= bytes->size()) {  // it has all of it, says it, and yet it is not whole: once more
        at = 0;
        ++sent_back;
      }
      const std::string_view piece = std::string_view(*bytes).substr(at, kPieceBytes);
      const Answer answer = put(piece, at);
      if (answer.status == 201) return UploadEnd::kDone;
      if (answer.status == 202) {
        at += piece.size();
      } else if (answer.status == 409 && answer.offset) {
        at = *answer.offset;
        ++sent_back;
      } else {
        return end_of(answer);
      }
    }
    return UploadEnd::kNotReached;
  }

 private:
  static UploadEnd end_of(const Answer& answer) {
    switch (answer.status) {
      case 401:
      case 403:
        return UploadEnd::kRefused;
      case 413:
      case 422:
        return UploadEnd::kUnreadable;
      default:
        return UploadEnd::kNotReached;
    }
  }

  // How much of it is there.
  Answer ask() {
    curl_easy_setopt(begin(kHeadMs), CURLOPT_NOBODY, 1L);
    return perform();
  }

  Answer put(std::string_view piece, uint64_t at) {
    CURL* curl = begin(kPieceMs);
    web_.add_header(
        fmt::format("Content-Range: bytes {}-{}/{}", at, at + piece.size() - 1, upload_.size));
    web_.add_header("Content-Type: application/octet-stream");
    web_.add_header("Expect:");  // one round trip less
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "PUT");
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(piece.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, piece.data());
    return perform();
  }

  CURL* begin(long patience_ms) {
    CURL* curl = web_.begin(upload_.url, patience_ms);
    web_.add_header("Authorization: " + upload_.authorization);
    return curl;
  }

  Answer perform() {
    Answer answer;
    CURL* curl = web_.curl();
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, ignore_body);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, read_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
    answer.status = web_.perform();
    return answer.status == 0 ? Answer{} : answer;
  }

  const Upload& upload_;
  WebClient web_;
};

}  // namespace

const char* name_of(UploadEnd end) {
  switch (end) {
    case UploadEnd::kDone:
      return "done";
    case UploadEnd::kNotReached:
      return "not reached";
    case UploadEnd::kRefused:
      return "refused";
    case UploadEnd::kUnreadable:
      return "unreadable";
  }
  return "?";
}

Uploader::Uploader(std::function<void()> wake) : wake_(std::move(wake)) {
  thread_ = std::thread([this] { run(); });
}

Uploader::~Uploader() {
  {
    const std::lock_guard lock(lock_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Uploader::start(Upload upload) {
  HALL_ASSERT(!busy_);
  busy_ = true;
  {
    const std::lock_guard lock(lock_);
    next_ = std::move(upload);
  }
  changed_.notify_one();
}

std::optional<UploadEnd> Uploader::take() {
  const std::lock_guard lock(lock_);
  auto end = std::exchange(end_, std::nullopt);
  if (end) busy_ = false;
  return end;
}

void Uploader::run() {
  while (true) {
    std::unique_lock lock(lock_);
    changed_.wait(lock, [this] { return stopping_ || next_; });
    if (stopping_) return;
    const Upload upload = *std::exchange(next_, std::nullopt);
    lock.unlock();
    const UploadEnd end = Way(upload, [this] {
                            const std::lock_guard stop_lock(lock_);
                            return stopping_;
                          }).go();
    lock.lock();
    end_ = end;
    lock.unlock();
    wake_();
  }
}

}  // namespace yichuang::kiosk
