#include "display/announcer.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/assert.h"
#include "base/log.h"
#include "display/phrase.h"

namespace yichuang::display {
namespace {

constexpr int64_t kAfterChimeMs = 150;
constexpr int64_t kBetweenLanguagesMs = 300;
constexpr int64_t kBetweenReadingsMs = 600;
constexpr int64_t kAfterAnnouncementMs = 700;
// Without a loudspeaker: look for one again no more often than this.
constexpr int64_t kRetryDeviceMs = 30'000;

const std::string& spoken(const Phrase& phrase, SpokenLanguage language) {
  return language == SpokenLanguage::kChinese ? phrase.zh_spoken : phrase.en_spoken;
}

// What may stand in a JSON string as it is: the number came over the wire.
std::string letters_and_digits(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')) kept += c;
  }
  return kept;
}

}  // namespace

Result<Samples> compose(Speech& speech, const CallToSpeak& call, const VoiceSettings& settings,
                        int readings) {
  HALL_ASSERT(readings >= 1);
  const Phrase phrase = call_phrase(call.number, call.window, call.call > 1);
  Samples reading;
  for (const SpokenLanguage language : settings.languages) {
    auto clip = speech.say(language, spoken(phrase, language), settings.words_a_minute);
    if (!clip) return clip.error();
    level(*clip, settings.volume_percent);
    if (!reading.empty()) append(reading, silence(kBetweenLanguagesMs));
    append(reading, *clip);
  }
  Samples all;
  if (settings.chime) {
    all = chime();
    level(all, settings.volume_percent);
    append(all, silence(kAfterChimeMs));
  }
  for (int i = 0; i < readings; ++i) {
    if (i > 0) append(all, silence(kBetweenReadingsMs));
    append(all, reading);
  }
  append(all, silence(kAfterAnnouncementMs));
  return all;
}

Announcer::Announcer(VoiceSettings settings, const Clock& clock)
    : settings_(std::move(settings)), clock_(clock) {
  if (settings_.enabled) {
    worker_ = std::thread([this] {
      work();
      out_.reset();
      AudioOut::leave_thread();
    });
  }
}

Announcer::~Announcer() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    if (playing_ != nullptr) playing_->stop();
    changed_.notify_all();
  }
  if (worker_.joinable()) worker_.join();
}

void Announcer::announce(const CallToSpeak& call) {
  if (!settings_.enabled) return;
  std::optional<CallToSpeak> dropped;
  {
    const std::lock_guard lock(mutex_);
    dropped = queue_.push(call);
    changed_.notify_all();
  }
  if (dropped) {
    log_warning("voice: {} calls wait to be spoken; {} is left out", AnnouncementQueue::kWaitingMax,
                dropped->number);
  }
}

void Announcer::keep_only(const std::function<bool(const CallToSpeak&)>& wanted) {
  std::vector<CallToSpeak> dropped;
  {
    const std::lock_guard lock(mutex_);
    dropped = queue_.keep_only(wanted);
  }
  for (const CallToSpeak& call : dropped) {
    log_info("voice: {} is no longer awaited at window {}; not spoken", call.number, call.window);
  }
}

bool Announcer::idle() const {
  const std::lock_guard lock(mutex_);
  return queue_.size() == 0 && !speaking_;
}

void Announcer::work() {
  ready();  // now, so that the first call is not the first to find out
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return ending_ || queue_.size() > 0; });
    if (ending_) return;
    const CallToSpeak call = *queue_.pop();
    const int readings = queue_.size() > kShortenWhenWaiting ? 1 : settings_.times;
    speaking_ = true;
    lock.unlock();
    if (ready()) speak(call, readings);
    lock.lock();
    speaking_ = false;
    changed_.notify_all();
  }
}

bool Announcer::ready() {
  if (speech_ == nullptr && !speech_failed_) {
    auto opened = Speech::open();
    if (opened) {
      speech_ = std::move(*opened);
    } else {
      speech_failed_ = true;
      log_warning("voice: {}; the board stays silent", opened.error().sentence);
    }
  }
  if (speech_ == nullptr) return false;
  if (out_ != nullptr) return true;
  if (clock_.steady_ms() < retry_out_at_steady_ms_) return false;
  retry_out_at_steady_ms_ = clock_.steady_ms() + kRetryDeviceMs;
  auto opened = AudioOut::open();
  if (!opened) {
    if (!std::exchange(out_failed_, true)) {
      log_warning("voice: {}; the board stays silent", opened.error().sentence);
    }
    return false;
  }
  if (std::exchange(out_failed_, false)) log_info("voice: the loudspeaker is back");
  out_ = std::move(*opened);
  return true;
}

void Announcer::speak(const CallToSpeak& call, int readings) {
  auto clip = compose(*speech_, call, settings_, readings);
  if (!clip) {
    log_error("voice: {}", clip.error().sentence);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    if (ending_) return;
    playing_ = out_.get();
  }
  const Time begin = clock_.now();
  const AudioOut::Played played = out_->play(*clip);
  {
    const std::lock_guard lock(mutex_);
    playing_ = nullptr;
  }
  log_spoken(call, begin, clock_.now(), played == AudioOut::Played::kWhole);
  if (played == AudioOut::Played::kDeviceGone) {
    out_failed_ = true;
    log_warning("voice: the loudspeaker takes no sound; the board stays silent");
    out_.reset();
  }
}

void Announcer::log_spoken(const CallToSpeak& call, Time begin, Time end, bool whole) const {
  if (settings_.log.empty()) return;
  const Phrase phrase = call_phrase(call.number, call.window, call.call > 1);
  const std::string line = fmt::format(
      "{{\"start_ms\":{},\"end_ms\":{},\"number\":\"{}\",\"window\":{},\"call\":{},\"whole\":{},"
      "\"zh\":\"{}\",\"en\":\"{}\"}}\n",
      begin.ms, end.ms, letters_and_digits(call.number), call.window, call.call, whole, phrase.zh,
      phrase.en);
  std::FILE* file = std::fopen(settings_.log.c_str(), "ae");
  if (file == nullptr) {
    log_warning("voice: cannot write {}: {}", settings_.log.string(), std::strerror(errno));
    return;
  }
  const bool written = std::fwrite(line.data(), 1, line.size(), file) == line.size();
  if (std::fclose(file) != 0 || !written) {
    log_warning("voice: cannot write {}: {}", settings_.log.string(), std::strerror(errno));
  }
}

}  // namespace yichuang::display
