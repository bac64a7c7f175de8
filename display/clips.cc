#include "display/clips.h"

#include <SDL.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <vector>

#include "base/log.h"

namespace yichuang::display {
namespace {

constexpr int kRateMin = 4'000;
constexpr int kRateMax = 192'000;
constexpr int kChannelsMax = 8;
constexpr uint64_t kSecondsMax = speech::Speech::kClipSamplesMax / speech::kSampleRate;

uint32_t frame_bytes_of(const SDL_AudioSpec& spec) {
  return std::max(1U, static_cast<uint32_t>(SDL_AUDIO_BITSIZE(spec.format) / 8) * spec.channels);
}

struct FreeWav {
  void operator()(uint8_t* bytes) const { SDL_FreeWAV(bytes); }
};

// Mono, 16 bit, kSampleRate, whatever the file was. SDL's resampler keeps up to 30 ms back at the
// end: a tenth of a second of silence pushes them out and is cut off again.
std::optional<speech::Samples> convert(const SDL_AudioSpec& spec, const uint8_t* bytes,
                                       uint32_t count) {
  const uint32_t frame_bytes = frame_bytes_of(spec);
  const uint64_t frames = count / frame_bytes;
  const auto wanted =
      static_cast<size_t>(frames * speech::kSampleRate / static_cast<uint64_t>(spec.freq));
  const std::vector<uint8_t> rest(static_cast<size_t>(spec.freq) / 10 * frame_bytes,
                                  SDL_AUDIO_ISSIGNED(spec.format) ? 0 : 0x80);
  SDL_AudioStream* stream = SDL_NewAudioStream(spec.format, spec.channels, spec.freq, AUDIO_S16SYS,
                                               1, speech::kSampleRate);
  if (stream == nullptr) return std::nullopt;
  std::optional<speech::Samples> samples;
  if (SDL_AudioStreamPut(stream, bytes, static_cast<int>(frames * frame_bytes)) == 0 &&
      SDL_AudioStreamPut(stream, rest.data(), static_cast<int>(rest.size())) == 0 &&
      SDL_AudioStreamFlush(stream) == 0) {
    samples.emplace(wanted);
    const int wanted_bytes = static_cast<int>(wanted * sizeof(int16_t));
    if (SDL_AudioStreamGet(stream, samples->data(), wanted_bytes) != wanted_bytes) samples.reset();
  }
  SDL_FreeAudioStream(stream);
  return samples;
}

std::optional<speech::Samples> load(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return std::nullopt;  // not there
  const auto useless = [&](std::string_view why) -> std::optional<speech::Samples> {
    log_warning("voice: {} is not used: {}", file.string(), why);
    return std::nullopt;
  };
  if (size > Clips::kFileBytesMax)
    return useless(fmt::format("over {} bytes", Clips::kFileBytesMax));
  SDL_AudioSpec spec{};
  uint8_t* raw = nullptr;
  uint32_t count = 0;
  if (SDL_LoadWAV(file.c_str(), &spec, &raw, &count) == nullptr) return useless(SDL_GetError());
  const std::unique_ptr<uint8_t, FreeWav> bytes(raw);
  // Before it is converted: the rate and the size of what comes out are the file's word.
  if (spec.freq < kRateMin || spec.freq > kRateMax || spec.channels < 1 ||
      spec.channels > kChannelsMax)
    return useless(fmt::format("its rate must be {} to {} Hz, with at most {} channels", kRateMin,
                               kRateMax, kChannelsMax));
  if (count / frame_bytes_of(spec) > kSecondsMax * static_cast<uint64_t>(spec.freq))
    return useless("it is longer than a minute");
  auto samples = convert(spec, bytes.get(), count);
  if (!samples || samples->empty()) return useless("it has no sound");
  return samples;
}

const char* folder_of(speech::SpokenLanguage language) {
  return language == speech::SpokenLanguage::kChinese ? "zh-CN" : "en";
}

// Part of a file's name: letters and digits only, for the number came over the wire.
bool is_plain(const std::string& number) {
  return !number.empty() && std::ranges::all_of(number, [](unsigned char c) {
    return std::isalnum(c) != 0 && c < 0x80;
  });
}

}  // namespace

const speech::Samples* Clips::find(const std::string& name) {
  if (folder_.empty()) return nullptr;
  const std::filesystem::path file = folder_ / (name + ".wav");
  const FileStamp stamp = file_stamp(file);
  auto found = kept_.find(name);
  if (found == kept_.end() || found->second.stamp != stamp) {
    if (found != kept_.end()) {
      kept_samples_ -= found->second.size();
      kept_.erase(found);
    }
    Kept fresh{stamp, stamp.missing() ? std::nullopt : load(file)};
    if (kept_.size() >= kKeptMax || kept_samples_ + fresh.size() > kKeptSamplesMax) {
      kept_.clear();
      kept_samples_ = 0;
    }
    kept_samples_ += fresh.size();
    found = kept_.emplace(name, std::move(fresh)).first;
  }
  return found->second.samples ? &*found->second.samples : nullptr;
}

std::optional<speech::Samples> Clips::chime() {
  const speech::Samples* clip = find("chime");
  return clip == nullptr ? std::nullopt : std::optional(*clip);
}

std::optional<speech::Samples> Clips::parts(const std::string& language, const CallToSpeak& call) {
  std::vector<std::string> names = {"number"};
  for (const char c : call.number)
    names.emplace_back(1, static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  names.emplace_back("go-to");
  names.push_back(fmt::format("window-{}", call.window));
  speech::Samples all;
  for (const std::string& name : names) {
    const speech::Samples* clip = find(fmt::format("{}/{}", language, name));
    if (clip == nullptr) return std::nullopt;
    speech::append(all, *clip);
  }
  return all;
}

std::optional<speech::Samples> Clips::call(speech::SpokenLanguage language,
                                           const CallToSpeak& call) {
  if (folder_.empty() || !is_plain(call.number)) return std::nullopt;
  const std::string folder = folder_of(language);
  const speech::Samples* whole =
      find(fmt::format("{}/{}-window-{}", folder, call.number, call.window));
  std::optional<speech::Samples> clip =
      whole != nullptr ? std::optional(*whole) : parts(folder, call);
  if (!clip || call.call <= 1) return clip;
  // A recall says that it is one; without that recording it is spoken.
  const speech::Samples* repeat = find(folder + "/repeat");
  if (repeat == nullptr) return std::nullopt;
  speech::Samples both = *repeat;
  speech::append(both, *clip);
  return both;
}

}  // namespace yichuang::display
