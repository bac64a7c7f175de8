#include "speech/speech.h"

#include <espeak-ng/speak_lib.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "base/assert.h"

namespace yichuang::speech {
namespace {

std::atomic<bool> is_open = false;

const char* voice_of(SpokenLanguage language) {
  // "cmn" would read hanzi, but Debian 12's does it as English; this one reads pinyin.
  return language == SpokenLanguage::kChinese ? "cmn-latn-pinyin" : "en-us";
}

// espeak-ng hands out samples piece by piece, with what espeak_Synth was given as user data.
int on_samples(short* samples, int count, espeak_EVENT* events) {
  if (samples == nullptr || count <= 0 || events == nullptr) return 0;
  auto* clip = static_cast<Samples*>(events->user_data);
  HALL_ASSERT(clip != nullptr);
  const size_t room = Speech::kClipSamplesMax - std::min(clip->size(), Speech::kClipSamplesMax);
  clip->insert(clip->end(), samples, samples + std::min(room, static_cast<size_t>(count)));
  return clip->size() >= Speech::kClipSamplesMax ? 1 : 0;
}

// Once per process and never ended: espeak_Terminate of 1.51 now and then waits for ever for its
// own idle thread, and a program that ends must end. What it holds is one voice's tables.
int initialize_once() {
  static const int rate = [] {
    constexpr int kBufferMs = 0;  // the library's default
    const int made =
        espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, kBufferMs, nullptr, espeakINITIALIZE_DONT_EXIT);
    if (made >= 0) espeak_SetSynthCallback(on_samples);
    return made;
  }();
  return rate;
}

}  // namespace

Result<std::unique_ptr<Speech>> Speech::open() {
  const int rate = initialize_once();
  if (rate < 0) {
    return Error{ErrorCode::kUnavailable,
                 "espeak-ng finds no voice data; install the package espeak-ng-data"};
  }
  if (rate != kSampleRate) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("espeak-ng speaks at {} Hz, expected {}; install Debian's espeak-ng",
                             rate, kSampleRate)};
  }
  HALL_ASSERT(!is_open.exchange(true));
  return std::unique_ptr<Speech>(new Speech());
}

Speech::~Speech() { is_open = false; }

Result<Samples> Speech::say(SpokenLanguage language, const std::string& text, int words_a_minute) {
  HALL_ASSERT(text.size() <= kTextBytesMax);
  HALL_ASSERT(words_a_minute >= 80 && words_a_minute <= 300);
  if (espeak_SetVoiceByName(voice_of(language)) != EE_OK) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("espeak-ng has no voice {}; install the package espeak-ng-data",
                             voice_of(language))};
  }
  espeak_SetParameter(espeakRATE, words_a_minute, 0);
  Samples clip;
  const espeak_ERROR said = espeak_Synth(text.c_str(), text.size() + 1, 0, POS_CHARACTER, 0,
                                         espeakCHARS_UTF8, nullptr, &clip);
  if (said != EE_OK || clip.empty()) {
    return Error{ErrorCode::kInternal, fmt::format("espeak-ng could not speak \"{}\"", text)};
  }
  return clip;
}

}  // namespace yichuang::speech
