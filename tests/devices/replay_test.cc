// Every trace in tests/devices/traces played again: the driver sends the same bytes and comes to
// the same outcome of each job. A trace from a hall goes into that folder as it is.
#include <gtest/gtest.h>

#include <algorithm>

#include "drivers/escpos_session.h"
#include "tests/devices/replay_link.h"
#include "tests/devices/tape.h"

namespace yichuang {
namespace {

class SilentHost final : public EscPosHost {
 public:
  void rest(int) override {}  // the trace has the answer already, or there was none
  bool stopping() const override { return false; }
  bool has_left() const override { return false; }
  void facts_changed(const PrinterFacts&) override {}
};

// The picture of the job that begins here, from the bytes that were sent for it.
Raster picture_of(const std::deque<TraceLine>& lines) {
  std::vector<uint8_t> sent;
  for (const TraceLine& line : lines) {
    if (line.sign == '#' && line.note.starts_with("job ")) break;
    if (line.sign == '>') sent.insert(sent.end(), line.bytes.begin(), line.bytes.end());
  }
  const Paper paper = decode_tape(sent, "", 576);
  // Nothing was sent: then any will do. A piece of an earlier ticket may have been cut off before.
  return paper.tickets().empty() ? Raster(576, 60) : paper.tickets().back().raster;
}

class Replay : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Replay, SendsTheSameAndComesToTheSame) {
  std::deque<TraceLine> lines = read_trace(GetParam());
  ASSERT_FALSE(lines.empty());
  SilentHost host;
  ReplayLink* link = nullptr;
  std::unique_ptr<EscPosSession> session;
  int jobs = 0;
  while (!lines.empty()) {
    const TraceLine line = lines.front();
    lines.pop_front();
    if (line.sign == '<' && session) {
      lines.push_front(line);
      session->listen();
    } else if (line.note == "begin") {
      auto fresh = std::make_unique<ReplayLink>(lines);
      link = fresh.get();
      session = std::make_unique<EscPosSession>(std::move(fresh), Profile{}, 576, host);
      (void)session->begin();
    } else if (line.note == "poll") {
      (void)session->ask_status();
    } else if (line.note == "recover") {
      (void)session->recover();
    } else if (line.note.starts_with("job ")) {
      ++jobs;
      const Raster raster = picture_of(lines);
      const PrintResult result = session->print({raster}, line.note.ends_with("separate"));
      ASSERT_FALSE(lines.empty());
      const std::string number = line.note.substr(4, line.note.find(' ', 4) - 4);
      EXPECT_EQ(lines.front().note,
                "job " + number + " " + name_of(result.outcome) + " " + result.code);
      lines.pop_front();
    } else if (line.note != "lost") {
      FAIL() << "nobody did this: " << line.sign << " " << line.note;
    }
    ASSERT_EQ(link ? link->difference() : "", "") << lines.size() << " lines before the end";
  }
  EXPECT_GT(jobs, 0);
}

std::vector<std::filesystem::path> traces() {
  std::vector<std::filesystem::path> paths;
  for (const auto& file : std::filesystem::directory_iterator(YICHUANG_TRACES)) {
    paths.push_back(file.path());
  }
  std::ranges::sort(paths);
  return paths;
}

INSTANTIATE_TEST_SUITE_P(Trace, Replay, testing::ValuesIn(traces()),
                         [](const testing::TestParamInfo<std::filesystem::path>& each) {
                           return each.param.stem().string();
                         });

}  // namespace
}  // namespace yichuang
