#include "display/speech.h"

#include <espeak-ng/speak_lib.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "base/assert.h"

namespace yichuang::display {
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

}  // namespace

Result<std::unique_ptr<Speech>> Speech::open() {
  HALL_ASSERT(!is_open.exchange(true));
  constexpr int kBufferMs = 0;  // the library's default
  const int rate =
      espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, kBufferMs, nullptr, espeakINITIALIZE_DONT_EXIT);
  if (rate < 0) {
    is_open = false;
    return Error{ErrorCode::kUnavailable,
                 "espeak-ng finds no voice data; install the package espeak-ng-data"};
  }
  std::unique_ptr<Speech> speech(new Speech());
  if (rate != kSampleRate) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("espeak-ng speaks at {} Hz, expected {}; install Debian's espeak-ng",
                             rate, kSampleRate)};
  }
  espeak_SetSynthCallback(on_samples);
  return speech;
}

Speech::~Speech() {
  espeak_Terminate();
  is_open = false;
}

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

}  // namespace yichuang::display
