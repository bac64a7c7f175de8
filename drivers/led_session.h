// LedSession: what is said to an LED text sign over a link: the frames of one text in turn, each
// again until the sign has answered it if it does, all again after the line was away. Between two
// frames it gives the line the time that its rate needs, so that what is called now never queues
// behind what was called before. Several sessions may share a link if one is stepped at a time
// (led_line.h). One thread, its owner's; knows no clock but what it is given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "drivers/device_link.h"
#include "drivers/led_profile.h"

namespace yichuang {

class LedSession {
 public:
  // A frame for each page, at least one.
  using Frames = std::vector<std::vector<uint8_t>>;

  explicit LedSession(const LedProfile& profile) : profile_(profile) {}

  // The link is new: what is shown is said from its first page.
  void begin();
  // Shows this from now on. A frame that is under way is finished first, and its answer awaited for
  // kNewerWaitsMs; of several texts that come meanwhile only the last is shown. What the sign says
  // while it may still answer the older frame is no answer to the newer.
  void show(Frames frames);
  // Takes what has come, sends what is due; returns when it wants to be called again at the latest
  // (steady milliseconds). A link that does not take a frame is marked as lost. Between the end of
  // a frame and the beginning of the next it returns.
  int64_t step(DeviceLink& link, int64_t now_ms);

  // A frame is under way, or its answer is awaited: the link is this session's.
  bool busy() const { return phase_ != Phase::kResting; }
  // Of a session that is not busy: from when on it has something to send (steady milliseconds);
  // INT64_MIN for a text that has not been shown at all, INT64_MAX for nothing.
  int64_t due_ms() const;
  // Until then (steady milliseconds) an answer may come to a frame that is no longer awaited.
  int64_t deaf_until_ms() const { return deaf_until_ms_; }

  // The first page of the last text is on the sign, or the sign does not answer and has been asked
  // as often as its profile says.
  bool settled() const { return settled_; }
  // The last frame was not answered, however often it was sent.
  bool silent() const { return silent_; }
  // The sign has answered since begin(), or is none that answers.
  bool proven() const { return proven_; }

  // How long 8N1 takes for so many bytes, in milliseconds, at least 1.
  static int64_t line_ms(size_t bytes, int baud);
  static constexpr int kNewerWaitsMs = 300;     // for the answer to what was shown before
  static constexpr int kSilentAgainMs = 5'000;  // until a silent sign is asked again
  static constexpr int kWriteSlackMs = 2'000;   // that a write may take longer than the line needs

 private:
  enum class Phase { kResting, kWriting, kListening };
  void send(DeviceLink& link, int64_t now_ms);
  void listen(const std::vector<uint8_t>& bytes);
  int64_t end_frame(int64_t now_ms, bool silent);
  const std::vector<uint8_t>& frame() const { return frames_[page_]; }

  const LedProfile profile_;
  Frames frames_;
  size_t page_ = 0;
  bool fresh_ = false;    // nothing of frames_ has been sent yet
  bool current_ = false;  // the frame under way is of frames_
  bool settled_ = false;
  bool silent_ = false;
  bool proven_ = false;
  Phase phase_ = Phase::kResting;
  int tries_ = 0;  // of the frame under way
  std::vector<uint8_t> under_way_;
  std::vector<uint8_t> heard_;  // at most the answer's length
  bool answered_ = false;
  int64_t began_ms_ = 0;  // of the last frame's last try
  int64_t free_ms_ = 0;   // when the line has sent it, by its rate
  int64_t deaf_until_ms_ = 0;
  int64_t due_ms_ = 0;  // of what comes next
};

}  // namespace yichuang
