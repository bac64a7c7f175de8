// Recordings that replace speech, by file name. In a hall's folder of clips:
//
//   chime.wav                   the sound before an announcement
//   zh-CN/A012-window-3.wav     a whole call; or, when all of these are there, its parts in turn:
//   zh-CN/number.wav            "请"                         en/number.wav     "Number"
//   zh-CN/a.wav … 9.wav         the letters and digits       en/…
//   zh-CN/go-to.wav             "号，请到"                   en/go-to.wav      "please go to"
//   zh-CN/window-3.wav          "三号窗口"                   en/window-3.wav   "window three"
//   zh-CN/repeat.wav            before a recall, if there    en/repeat.wav
//
// WAV files of any rate; a file that cannot be used is told once and counts as missing. Read when
// first wanted and kept until the file is another, gone, or there at last: a hall records while its
// displays run. One thread (the announcer's).
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/file_stamp.h"
#include "display/call_watch.h"
#include "speech/sound.h"
#include "speech/speech.h"

namespace yichuang::display {

class Clips {
 public:
  // Empty: there are none.
  explicit Clips(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::optional<speech::Samples> chime();
  // The call as recorded, or nothing if any part of it is missing.
  std::optional<speech::Samples> call(speech::SpokenLanguage language, const CallToSpeak& call);

  static constexpr size_t kFileBytesMax = 16UL * 1024 * 1024;
  static constexpr size_t kKeptMax = 4096;                       // clips; more are read each time
  static constexpr size_t kKeptSamplesMax = 32UL * 1024 * 1024;  // 64 MiB, in all of them

 private:
  struct Kept {
    FileStamp stamp;
    std::optional<speech::Samples> samples;  // nothing: not there, or of no use
    size_t size() const { return samples ? samples->size() : 0; }
  };
  const speech::Samples* find(const std::string& name);
  std::optional<speech::Samples> parts(const std::string& language, const CallToSpeak& call);

  const std::filesystem::path folder_;
  std::map<std::string, Kept> kept_;  // by name
  size_t kept_samples_ = 0;
};

}  // namespace yichuang::display
