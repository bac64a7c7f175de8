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

struct FreeWav {
  void operator()(uint8_t* bytes) const { SDL_FreeWAV(bytes); }
};

// Mono, 16 bit, kSampleRate, whatever the file was. SDL's resampler keeps up to 30 ms back at the
// end: a tenth of a second of silence pushes them out and is cut off again.
std::optional<Samples> convert(const SDL_AudioSpec& spec, const uint8_t* bytes, uint32_t count) {
  const auto frame_bytes =
      static_cast<uint32_t>(SDL_AUDIO_BITSIZE(spec.format) / 8) * spec.channels;
  if (frame_bytes == 0 || spec.freq <= 0) return std::nullopt;
  const uint64_t frames = count / frame_bytes;
  const auto wanted = static_cast<size_t>(frames * kSampleRate / static_cast<uint64_t>(spec.freq));
  const std::vector<uint8_t> rest(static_cast<size_t>(spec.freq) / 10 * frame_bytes,
                                  SDL_AUDIO_ISSIGNED(spec.format) ? 0 : 0x80);
  SDL_AudioStream* stream =
      SDL_NewAudioStream(spec.format, spec.channels, spec.freq, AUDIO_S16SYS, 1, kSampleRate);
  if (stream == nullptr) return std::nullopt;
  std::optional<Samples> samples;
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

std::optional<Samples> load(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return std::nullopt;  // not there
  const auto useless = [&](std::string_view why) -> std::optional<Samples> {
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
  auto samples = convert(spec, bytes.get(), count);
  if (!samples || samples->empty()) return useless("it has no sound");
  if (samples->size() > Speech::kClipSamplesMax) return useless("it is longer than a minute");
  return samples;
}

const char* folder_of(SpokenLanguage language) {
  return language == SpokenLanguage::kChinese ? "zh-CN" : "en";
}

// Part of a file's name: letters and digits only, for the number came over the wire.
bool is_plain(const std::string& number) {
  return !number.empty() && std::ranges::all_of(number, [](unsigned char c) {
    return std::isalnum(c) != 0 && c < 0x80;
  });
}

}  // namespace

const Samples* Clips::find(const std::string& name) {
  if (folder_.empty()) return nullptr;
  auto found = kept_.find(name);
  if (found == kept_.end()) {
    if (kept_.size() >= kKeptMax) kept_.clear();
    found = kept_.emplace(name, load(folder_ / (name + ".wav"))).first;
  }
  return found->second ? &*found->second : nullptr;
}

std::optional<Samples> Clips::chime() {
  const Samples* clip = find("chime");
  return clip == nullptr ? std::nullopt : std::optional(*clip);
}

std::optional<Samples> Clips::parts(const std::string& language, const CallToSpeak& call) {
  std::vector<std::string> names = {"number"};
  for (const char c : call.number)
    names.emplace_back(1, static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  names.emplace_back("go-to");
  names.push_back(fmt::format("window-{}", call.window));
  Samples all;
  for (const std::string& name : names) {
    const Samples* clip = find(fmt::format("{}/{}", language, name));
    if (clip == nullptr) return std::nullopt;
    append(all, *clip);
  }
  return all;
}

std::optional<Samples> Clips::call(SpokenLanguage language, const CallToSpeak& call) {
  if (folder_.empty() || !is_plain(call.number)) return std::nullopt;
  const std::string folder = folder_of(language);
  const Samples* whole = find(fmt::format("{}/{}-window-{}", folder, call.number, call.window));
  std::optional<Samples> clip = whole != nullptr ? std::optional(*whole) : parts(folder, call);
  if (!clip || call.call <= 1) return clip;
  if (const Samples* repeat = find(folder + "/repeat")) {
    Samples both = *repeat;
    append(both, *clip);
    return both;
  }
  return clip;
}

}  // namespace yichuang::display
