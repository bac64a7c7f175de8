// What a scanner's helper process may say, at any time, while jobs are begun and cancelled and
// scanners come and go: each job is told once, each page that begins ends or is dropped, and no
// more of it is handed on than its head announced. A record is a byte for what happens, and for
// what the helper says the message.
#include "drivers/scan_session.h"
#include "tests/fuzz/fuzz.h"

namespace yichuang {
namespace {

class CheckingSink final : public ScanSink {
 public:
  ~CheckingSink() override { fuzz::check(!in_page_, "a page that began ends"); }
  bool page_begins(const ScanPageHead& head) override {
    fuzz::check(!in_page_, "one page at a time");
    in_page_ = true;
    left_ = static_cast<uint64_t>(head.bytes_per_line) *
            static_cast<uint64_t>(head.lines < 0 ? limits::kScannedSidePxMax : head.lines);
    whole_ = head.lines >= 0;
    return true;
  }
  bool rows(std::span<const uint8_t> bytes) override {
    fuzz::check(in_page_ && bytes.size() <= left_, "not more rows than announced");
    left_ -= bytes.size();
    return left_ % 251 != 7;  // now and then it takes no more
  }
  bool page_ends() override {
    fuzz::check(in_page_ && (!whole_ || left_ == 0), "a page that ends is whole");
    in_page_ = false;
    return true;
  }
  void page_dropped() override {
    fuzz::check(in_page_, "only a page that began is dropped");
    in_page_ = false;
  }

 private:
  bool in_page_ = false;
  bool whole_ = false;
  uint64_t left_ = 0;
};

class CheckingHost final : public ScanHost {
 public:
  bool start_worker() override {
    fuzz::check(!running_, "one helper at a time");
    return running_ = true;
  }
  bool send(std::span<const uint8_t> message) override {
    fuzz::check(running_ && !message.empty(), "a helper to speak to");
    return true;
  }
  void end_worker() override { running_ = false; }
  void facts_changed(const ScannerFacts& facts) override {
    fuzz::check(facts.away || running_, "without a helper it is away");
  }
  void capabilities_changed(const ScannerCapabilities& able) override {
    fuzz::check(able.dpi.size() <= limits::kScannerDpiMax, "bounded");
  }
  void progress(uint64_t job, int pages, int permille) override {
    fuzz::check(job == begun && told < begun && pages >= 0 && permille <= 1000, "of this job");
  }
  void finished(uint64_t job, const ScanResult& result) override {
    fuzz::check(job == begun && ++told == begun, "each job is told once");
    fuzz::check(!result.code.empty() && result.pages >= 0, "what came of it");
  }

  uint64_t begun = 0;
  uint64_t told = 0;

 private:
  bool running_ = false;
};

void happen(ScanSession& session, CheckingHost& host, uint8_t what, std::string_view rest,
            int64_t& now_ms) {
  switch (what % 8) {
    case 0:
      now_ms = std::max(now_ms, std::min<int64_t>(session.due_ms(), now_ms + 100'000));
      return session.tick(now_ms);
    case 1:
      return session.on_worker_ended(now_ms);
    case 2:
      return session.cancel_job(now_ms);
    case 3:
      return session.on_bus_changed(what & 8, now_ms);
    case 4:
      if (session.busy()) return;
      ++host.begun;
      return session.begin_job(host.begun, {.colour = (what & 8) != 0, .pages_max = what >> 4},
                               std::make_shared<CheckingSink>(), now_ms);
    default:
      session.on_message({reinterpret_cast<const uint8_t*>(rest.data()), rest.size()}, now_ms);
  }
}

}  // namespace
}  // namespace yichuang

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace yichuang;
  CheckingHost host;
  ScanSession session("fuzz", ScanPatience{}, host);
  int64_t now_ms = 1;
  session.tick(now_ms);
  for (const std::string& record : fuzz::records_of(data, size)) {
    if (record.empty()) continue;
    happen(session, host, static_cast<uint8_t>(record[0]), std::string_view(record).substr(1),
           now_ms);
  }
  session.close();
  fuzz::check(host.told == host.begun, "no job is left untold");
  return 0;
}
