#include "kiosk/narrator.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/log.h"
#include "speech/sound.h"

namespace yichuang::kiosk {

using speech::AudioOut;
using speech::SpokenLanguage;

namespace {

constexpr speech::VoiceOut::Words kWords = {
    .topic = "speech", .no_voice = "nothing is read out", .no_loudspeaker = "nothing is read out"};
// The loudspeaker is given back after so long without a word.
constexpr std::chrono::seconds kKeepDevice{60};
// Between the sentences of an utterance.
constexpr int64_t kBetweenMs = 120;

std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + '"';
}

}  // namespace

Narrator::Narrator(NarratorSettings settings, const Clock& clock, std::function<void()> ended)
    : settings_(std::move(settings)),
      clock_(clock),
      ended_(std::move(ended)),
      out_(kWords, clock),
      words_a_minute_(settings_.words_a_minute) {
  if (!settings_.enabled) return;
  worker_ = std::thread([this] {
    work();
    AudioOut::leave_thread();
  });
}

Narrator::~Narrator() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    out_.stop();
    changed_.notify_all();
  }
  if (worker_.joinable()) worker_.join();
}

// --- Any thread ----------------------------------------------------------------------------------

// Under the lock: `last_` from its beginning.
void Narrator::begin() {
  ++turn_;
  paused_ = false;
  has_ended_ = false;
  out_.cut_before(turn_);
  out_.hold(false);
  changed_.notify_all();
}

void Narrator::say(std::string text, SpokenLanguage language) {
  if (!settings_.enabled) return;
  const std::lock_guard lock(mutex_);
  last_ = {std::move(text), language};
  begin();
}

void Narrator::repeat() {
  const std::lock_guard lock(mutex_);
  begin();
}

void Narrator::stop() {
  const std::lock_guard lock(mutex_);
  last_ = {};
  begin();
}

void Narrator::pause() {
  const std::lock_guard lock(mutex_);
  paused_ = true;
  out_.hold(true);
}

void Narrator::resume() {
  const std::lock_guard lock(mutex_);
  paused_ = false;
  out_.hold(false);
}

bool Narrator::paused() const {
  const std::lock_guard lock(mutex_);
  return paused_;
}

bool Narrator::change_speed(int step) {
  const std::lock_guard lock(mutex_);
  const int wanted = words_a_minute_ + step;
  if (wanted < NarratorSettings::kSlowest || wanted > NarratorSettings::kFastest) return false;
  words_a_minute_ = wanted;
  return true;
}

void Narrator::usual_speed() {
  const std::lock_guard lock(mutex_);
  words_a_minute_ = settings_.words_a_minute;
}

bool Narrator::take_ended() {
  const std::lock_guard lock(mutex_);
  return std::exchange(has_ended_, false);
}

bool Narrator::is_over(uint64_t turn) const {
  const std::lock_guard lock(mutex_);
  return ending_ || turn != turn_;
}

// --- The narrator's thread -----------------------------------------------------------------------

void Narrator::work() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    if (spoken_ == turn_) {
      const auto news = [this] { return ending_ || spoken_ != turn_; };
      if (!out_.is_open()) {
        changed_.wait(lock, news);
      } else if (!changed_.wait_for(lock, kKeepDevice, news)) {
        lock.unlock();
        out_.close();
        lock.lock();
      }
      continue;
    }
    const Utterance utterance = last_;
    const uint64_t turn = spoken_ = turn_;
    lock.unlock();
    if (!utterance.text.empty()) speak(utterance, turn);
    lock.lock();
  }
  lock.unlock();
  out_.close();
}

void Narrator::speak(const Utterance& utterance, uint64_t turn) {
  const Time from = clock_.now();
  bool whole = out_.open();
  if (whole) {
    for (const speech::Piece& piece : speech::speakable(utterance.language, utterance.text)) {
      whole = speak(piece, turn) == AudioOut::Played::kWhole;
      if (!whole) break;
    }
  }
  log_spoken(utterance, from, clock_.now(), whole);
  if (!whole || is_over(turn)) return;
  {
    const std::lock_guard lock(mutex_);
    has_ended_ = turn == turn_;
  }
  if (ended_) ended_();
}

AudioOut::Played Narrator::speak(const speech::Piece& piece, uint64_t turn) {
  if (is_over(turn)) return AudioOut::Played::kCut;
  int speed = 0;
  {
    const std::lock_guard lock(mutex_);
    speed = words_a_minute_;
  }
  auto clip = out_.speech()->say(piece.language, piece.text, speed);
  if (!clip) {  // one sentence is not worth the others
    log_error("speech: a sentence in {} could not be spoken",
              piece.language == SpokenLanguage::kChinese ? "Chinese" : "English");
    return AudioOut::Played::kWhole;
  }
  speech::level(*clip, settings_.volume_percent);
  speech::append(*clip, speech::silence(kBetweenMs));
  return out_.play(*clip, turn);
}

void Narrator::log_spoken(const Utterance& utterance, Time from, Time to, bool whole) const {
  if (settings_.log.empty()) return;
  const std::string line = fmt::format(
      "{{\"start_ms\":{},\"end_ms\":{},\"whole\":{},\"language\":\"{}\",\"text\":{}}}\n", from.ms,
      to.ms, whole, utterance.language == SpokenLanguage::kChinese ? "zh-CN" : "en",
      json_text(utterance.text));
  std::FILE* file = std::fopen(settings_.log.c_str(), "ae");
  if (file == nullptr) {
    log_warning("speech: cannot write {}: {}", settings_.log.string(), std::strerror(errno));
    return;
  }
  const bool written = std::fwrite(line.data(), 1, line.size(), file) == line.size();
  if (std::fclose(file) != 0 || !written)
    log_warning("speech: cannot write {}: {}", settings_.log.string(), std::strerror(errno));
}

}  // namespace yichuang::kiosk
