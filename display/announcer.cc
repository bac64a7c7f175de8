#include "display/announcer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/log.h"
#include "display/phrase.h"

namespace yichuang::display {
namespace {

// Between the end of a manager's message and its next reading, however long it is.
constexpr int64_t kMessageRestMs = 5000;
constexpr speech::VoiceOut::Words kWords = {.topic = "voice",
                                            .no_voice = "nothing is spoken but recordings",
                                            .no_loudspeaker = "the board stays silent"};

// What may stand in a JSON string as it is: the number came over the wire.
std::string letters_and_digits(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')) kept += c;
  }
  return kept;
}

// As a JSON string: a message is a manager's own words.
std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) out += c;
  }
  return out + '"';
}

}  // namespace

Announcer::Announcer(VoiceSettings settings, const Clock& clock, std::function<void()> on_turn)
    : settings_(std::move(settings)),
      clock_(clock),
      on_turn_(std::move(on_turn)),
      out_(kWords, clock),
      clips_(settings_.clips) {
  if (settings_.enabled) {
    worker_ = std::thread([this] {
      work();
      out_.close();
      speech::AudioOut::leave_thread();
    });
  }
}

Announcer::~Announcer() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    out_.stop();
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

void Announcer::set_emergency(const Message& message) {
  const std::lock_guard lock(mutex_);
  if (message == emergency_) return;
  emergency_ = message;
  emergency_at_steady_ms_ = clock_.steady_ms();
  changed_.notify_all();
}

void Announcer::set_cut_off(bool cut_off) {
  const std::lock_guard lock(mutex_);
  if (std::exchange(cut_off_, cut_off) != cut_off) changed_.notify_all();
}

void Announcer::set_hour(std::optional<int> hour) {
  const std::lock_guard lock(mutex_);
  hour_ = hour;
}

bool Announcer::idle() const {
  const std::lock_guard lock(mutex_);
  return queue_.size() == 0 && !speaking_;
}

std::optional<CallToSpeak> Announcer::speaking() const {
  const std::lock_guard lock(mutex_);
  return spoken_;
}

// --- The announcer's thread; the five below under the lock ---------------------------------------

std::optional<int64_t> Announcer::until_message_ms() const {
  if (!emergency_.running()) return std::nullopt;
  return std::max<int64_t>(0, emergency_at_steady_ms_ - clock_.steady_ms());
}

bool Announcer::may_call() const { return queue_.size() > 0 && !cut_off_ && !emergency_.running(); }

bool Announcer::something_to_speak() const {
  return ending_ || may_call() || until_message_ms() == 0;
}

Announcer::Next Announcer::take_next() {
  Next next;
  next.settings = settings_.at(hour_);
  if (until_message_ms() == 0) {
    next.message = emergency_;
    emergency_at_steady_ms_ = clock_.steady_ms() + settings_.emergency_every_ms;
    return next;
  }
  next.call = queue_.pop();
  if (queue_.size() >= settings_.brief_when_waiting) next.wording = Wording::kBrief;
  return next;
}

void Announcer::work() {
  ready();  // now, so that the first call is not the first to find out
  std::unique_lock lock(mutex_);
  while (true) {
    while (!something_to_speak()) {
      if (const auto wait_ms = until_message_ms()) {
        changed_.wait_for(lock, std::chrono::milliseconds(*wait_ms));
      } else {
        changed_.wait(lock);
      }
    }
    if (ending_) return;
    const Next next = take_next();
    speaking_ = true;
    lock.unlock();
    const bool can_speak = ready();
    if (can_speak) set_spoken(next.call);
    const bool heard = can_speak && speak(next);
    lock.lock();
    speaking_ = false;
    if (next.call && !heard && emergency_.running()) queue_.put_back(*next.call);
    if (!next.call && next.message == emergency_)
      emergency_at_steady_ms_ =
          std::max(emergency_at_steady_ms_, clock_.steady_ms() + kMessageRestMs);
    changed_.notify_all();
    if (!spoken_ || something_to_speak()) continue;  // from one call to the next without a gap
    lock.unlock();
    set_spoken(std::nullopt);
    lock.lock();
  }
}

void Announcer::set_spoken(const std::optional<CallToSpeak>& call) {
  {
    const std::lock_guard lock(mutex_);
    if (spoken_ == call) return;
    spoken_ = call;
  }
  if (on_turn_) on_turn_();
}

bool Announcer::ready() { return out_.open(settings_.clips.empty()); }

// False: it was not heard, or not whole.
bool Announcer::speak(const Next& next) {
  const auto announcement =
      next.call ? compose(out_.speech(), clips_, *next.call, next.settings, next.wording)
                : compose(out_.speech(), clips_, next.message, next.settings);
  if (!announcement) {
    log_error("voice: {}", announcement.error().sentence);
    return false;
  }
  const Time begin = clock_.now();
  const bool whole = play(next, *announcement);
  log_spoken(next, begin, clock_.now(), whole);
  return whole;
}

bool Announcer::play(const Next& next, const Announcement& announcement) {
  const auto is_played = [&](const speech::Samples& clip) {
    return clip.empty() || out_.play(clip) == speech::AudioOut::Played::kWhole;
  };
  if (!is_played(announcement.opening)) return false;
  int readings = 0;
  do {
    for (const speech::Samples& sentence : announcement.sentences) {
      if (is_overtaken(next)) return readings > 0;
      if (!is_played(sentence)) return false;
    }
    ++readings;
  } while (is_read_again(next, readings));
  return true;
}

// Something else is to be spoken at once, or the message is over.
bool Announcer::is_overtaken(const Next& next) const {
  const std::lock_guard lock(mutex_);
  return next.call ? emergency_.running() : next.message != emergency_;
}

bool Announcer::is_read_again(const Next& next, int readings) const {
  const std::lock_guard lock(mutex_);
  return next.call && readings < settings_.times && queue_.size() < settings_.once_when_waiting;
}

void Announcer::log_spoken(const Next& next, Time begin, Time end, bool whole) const {
  if (settings_.log.empty()) return;
  std::string line =
      fmt::format("{{\"start_ms\":{},\"end_ms\":{},\"whole\":{},", begin.ms, end.ms, whole);
  if (next.call) {
    const CallToSpeak& call = *next.call;
    const Phrase phrase = call_phrase(call.number, call.window, call.call > 1, next.wording);
    line +=
        fmt::format("\"number\":\"{}\",\"window\":{},\"call\":{},\"zh\":\"{}\",\"en\":\"{}\"}}\n",
                    letters_and_digits(call.number), call.window, call.call, phrase.zh, phrase.en);
  } else {
    line += fmt::format("\"emergency\":true,\"zh\":{},\"en\":{}}}\n", json_text(next.message.zh),
                        json_text(next.message.en));
  }
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
