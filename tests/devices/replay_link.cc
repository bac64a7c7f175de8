#include "tests/devices/replay_link.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

namespace yichuang {

std::deque<TraceLine> read_trace(const std::filesystem::path& path) {
  std::deque<TraceLine> lines;
  std::ifstream file(path);
  for (std::string text; std::getline(file, text);) {
    std::istringstream words(text);
    std::string ms;
    TraceLine line;
    words >> ms >> line.sign >> std::ws;
    std::getline(words, line.note);
    if (line.sign != '#') {
      for (size_t i = 0; i + 1 < line.note.size(); i += 2) {
        line.bytes.push_back(static_cast<uint8_t>(std::stoi(line.note.substr(i, 2), nullptr, 16)));
      }
      line.note.clear();
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

void ReplayLink::differ(std::string what) {
  lost_ = true;
  if (difference_.empty()) difference_ = std::move(what);
}

bool ReplayLink::take_note(std::string_view note) {
  if (lines_.empty() || lines_.front().sign != '#' || lines_.front().note != note) return false;
  lines_.pop_front();
  return true;
}

std::vector<uint8_t> ReplayLink::take_input() {
  std::vector<uint8_t> bytes;
  while (!lines_.empty() && lines_.front().sign == '<') {
    const auto& said = lines_.front().bytes;
    bytes.insert(bytes.end(), said.begin(), said.end());
    lines_.pop_front();
  }
  if (take_note("lost")) lost_ = true;
  return bytes;
}

void ReplayLink::begin_write(std::span<const uint8_t> bytes, int) {
  writing_ = true;
  if (lines_.empty() || lines_.front().sign != '>') {
    return differ(fmt::format("{} bytes are sent where the trace has none", bytes.size()));
  }
  if (!std::ranges::equal(lines_.front().bytes, bytes)) {
    return differ(
        fmt::format("other bytes are sent than the {} of the trace", lines_.front().bytes.size()));
  }
  lines_.pop_front();
}

std::optional<LinkEnd> ReplayLink::take_write_end() {
  if (!std::exchange(writing_, false)) return {};
  for (const LinkEnd end : {LinkEnd::kTimeout, LinkEnd::kStall, LinkEnd::kLost, LinkEnd::kError}) {
    if (!take_note(fmt::format("write {}", name_of(end)))) continue;
    lost_ = lost_ || end == LinkEnd::kLost;
    return end;
  }
  if (take_note("write cancelled")) return {};  // it is taken back now
  return lost_ ? LinkEnd::kLost : LinkEnd::kDone;
}

std::optional<uint8_t> ReplayLink::port_status(int) {
  if (lines_.empty() || !lines_.front().note.starts_with("port status ")) {
    (void)take_note("no port status");
    return {};
  }
  const int status = std::stoi(lines_.front().note.substr(12), nullptr, 16);
  lines_.pop_front();
  return static_cast<uint8_t>(status);
}

bool ReplayLink::soft_reset(int) {
  if (take_note("soft reset")) return true;
  differ("a soft reset that the trace has not");
  return false;
}

void ReplayLink::reset_device() {
  if (!take_note("port reset")) differ("a port reset that the trace has not");
}

}  // namespace yichuang
