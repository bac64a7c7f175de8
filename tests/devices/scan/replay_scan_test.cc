// Every trace of a scanner in tests/devices/scan/traces played again: the session says the same to
// its helper and comes to the same outcome of each job. A trace from a hall goes into that folder
// as it is; it holds no page.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <optional>

#include "drivers/scan_session.h"
#include "tests/devices/replay_link.h"

namespace yichuang {
namespace {

using scan_wire::Kind;

class AcceptingSink final : public ScanSink {
 public:
  bool page_begins(const ScanPageHead&) override { return true; }
  bool rows(std::span<const uint8_t>) override { return true; }
  bool page_ends() override { return true; }
  void page_dropped() override {}
};

// What the session has done and the trace has not named yet.
class RecordingHost final : public ScanHost {
 public:
  bool start_worker() override { return note("helper started"); }
  bool send(std::span<const uint8_t> message) override {
    done.push_back({'>', {message.begin(), message.end()}, {}});
    return true;
  }
  void end_worker() override { note("helper ended"); }
  void facts_changed(const ScannerFacts&) override {}
  void capabilities_changed(const ScannerCapabilities&) override {}
  void progress(uint64_t, int, int) override {}
  void finished(uint64_t job, const ScanResult& result) override {
    note("job " + std::to_string(job) + " " + result.code + " pages " +
         std::to_string(result.pages));
  }
  std::deque<TraceLine> done;

 private:
  bool note(std::string text) {
    done.push_back({'#', {}, std::move(text)});
    return true;
  }
};

class Player {
 public:
  explicit Player(const std::string& sane_name) : session_(sane_name, ScanPatience{}, host_) {}

  // Makes happen what the line tells of: what came from outside, or what the session does by itself
  // when its time has come.
  // `next` is the line after it: a helper is ended in silence, or has ended by itself.
  void play(const TraceLine& line, const TraceLine* next) {
    if (line.sign == '<') {
      session_.on_message(line.bytes, now_ms_);
    } else if (line.note.starts_with("rows ")) {
      std::vector<uint8_t> rows(1 + std::stoul(line.note.substr(5)));
      rows[0] = static_cast<uint8_t>(Kind::kRows);
      session_.on_message(rows, now_ms_);
    } else {
      if (host_.done.empty()) provoke(line, next);
      ASSERT_FALSE(host_.done.empty()) << "nobody did this: " << line.note;
      EXPECT_EQ(host_.done.front().note, line.note);
      EXPECT_EQ(host_.done.front().bytes, line.bytes);
      host_.done.pop_front();
    }
  }
  size_t left_over() const { return host_.done.size(); }

 private:
  void provoke(const TraceLine& line, const TraceLine* next) {
    const auto kind = line.bytes.empty() ? Kind{} : static_cast<Kind>(line.bytes[0]);
    if (const auto scan = scan_wire::body_of<scan_wire::Scan>(line.bytes);
        scan && kind == Kind::kScan) {
      return session_.begin_job(++jobs_, job_of(*scan), std::make_shared<AcceptingSink>(), now_ms_);
    }
    if (kind == Kind::kCancel) return session_.cancel_job(now_ms_);
    const bool hung = next != nullptr && next->note.find("scanner.hung") != std::string::npos;
    if (line.note == "helper ended" && !hung) return session_.on_worker_ended(now_ms_);
    now_ms_ = std::max(now_ms_, session_.due_ms());
    session_.tick(now_ms_);
  }
  static ScanJob job_of(const scan_wire::Scan& scan) {
    ScanJob job;
    job.source = static_cast<ScanSource>(scan.source);
    job.colour = scan.colour != 0;
    job.dpi = scan.dpi;
    job.preview = scan.preview != 0;
    job.pages_max = scan.pages_max;
    job.width_mm = scan.width_mm;
    job.height_mm = scan.height_mm;
    return job;
  }

  RecordingHost host_;
  ScanSession session_;
  int64_t now_ms_ = 0;
  uint64_t jobs_ = 0;
};

// The scanner that the trace is of: it is in the first message.
std::string name_in(const std::deque<TraceLine>& lines) {
  const auto open = std::ranges::find(lines, '>', &TraceLine::sign);
  if (open == lines.end()) return {};
  const auto body = scan_wire::body_of<scan_wire::Open>(open->bytes);
  return body ? scan_wire::text_in(body->name) : "";
}

class ReplayScan : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(ReplayScan, SaysTheSameAndComesToTheSame) {
  std::deque<TraceLine> lines = read_trace(GetParam());
  ASSERT_FALSE(lines.empty());
  Player player(name_in(lines));
  int jobs = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    player.play(lines[i], i + 1 < lines.size() ? &lines[i + 1] : nullptr);
    ASSERT_FALSE(HasFailure()) << "line " << i + 1;
    jobs += lines[i].note.starts_with("job ");
  }
  EXPECT_EQ(player.left_over(), 0U);
  EXPECT_GT(jobs, 0);
}

std::vector<std::filesystem::path> traces() {
  std::vector<std::filesystem::path> paths;
  for (const auto& file : std::filesystem::directory_iterator(YICHUANG_SCAN_TRACES))
    paths.push_back(file.path());
  std::ranges::sort(paths);
  return paths;
}

INSTANTIATE_TEST_SUITE_P(Trace, ReplayScan, testing::ValuesIn(traces()),
                         [](const testing::TestParamInfo<std::filesystem::path>& each) {
                           return each.param.stem().string();
                         });

}  // namespace
}  // namespace yichuang
