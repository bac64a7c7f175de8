#include "kiosk/paper_desk.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <utility>

#include "base/assert.h"
#include "base/log.h"
#include "kiosk/scan/document.h"
#include "papers/seal.h"

namespace yichuang::kiosk {

namespace {

constexpr int kDpi = 300;           // what an office files; hanzi of 10.5 points have 43 rows
constexpr int kLargeSidePx = 1000;  // of the design's 1920
constexpr int kSmallSidePx = 240;   // of 214 in the design

ScanJob job_for(const ScannerPort& scanner, uint32_t pages_max) {
  const ScannerCapabilities able = scanner.capabilities();
  const bool feeder = able.has(ScanSource::kFeeder);
  const bool plate = able.has(ScanSource::kFlatbed);
  ScanJob job;
  job.dpi = kDpi;
  job.colour = able.colour || !able.grey;
  if (feeder && (!plate || scanner.status().facts.paper_loaded)) {
    job.source = ScanSource::kFeeder;
    job.pages_max = static_cast<int>(pages_max);
  }
  return job;
}

scan::PageFormat format_of(const ScanPageHead& head) {
  return {.colour = head.colour ? scan::Colour::kRgb : scan::Colour::kGrey,
          .width_px = head.width_px,
          .lines = head.lines,
          .bytes_per_line = head.bytes_per_line,
          .dpi = head.dpi != 0 ? head.dpi : kDpi};
}

}  // namespace

// Shared with the sinks of jobs, which may outlive the desk for a moment.
struct PaperDesk::Tray {
  struct Laid {
    uint64_t job;
    Page page;
    scan::Preview large;  // of the last alone
  };

  explicit Tray(std::function<void()> on_laid) : wake(std::move(on_laid)) {}
  const std::function<void()> wake;
  std::mutex lock;
  std::deque<Laid> laid;  // at most as many as a job may bring
};

namespace {

// Takes the rows of a job and judges each page; the scanner waits meanwhile. On the driver's
// thread.
template <class Tray>
class PageSink final : public ScanSink {
 public:
  PageSink(std::shared_ptr<Tray> tray, uint64_t job) : tray_(std::move(tray)), job_(job) {}

  bool page_begins(const ScanPageHead& head) override {
    auto intake = scan::PageIntake::open(format_of(head));
    if (!intake) return false;
    intake_.emplace(*std::move(intake));
    return true;
  }

  bool rows(std::span<const uint8_t> bytes) override {
    return intake_ && static_cast<bool>(intake_->add(bytes));
  }

  bool page_ends() override {
    auto raw = std::move(*intake_).finish();
    intake_.reset();
    if (!raw) return false;
    auto page = scan::finish_page(*raw, {.find_codes = false});
    if (!page) {
      log_warning("a scanned page was not taken: {}", page.error().sentence);
      return false;
    }
    auto small = scan::make_preview(page->jpeg, kSmallSidePx);
    auto large = scan::make_preview(page->jpeg, kLargeSidePx);
    if (!small || !large) return false;
    {
      const std::lock_guard lock(tray_->lock);
      if (!tray_->laid.empty()) tray_->laid.back().large = {};
      tray_->laid.push_back({job_, {*std::move(page), *std::move(small)}, *std::move(large)});
    }
    tray_->wake();
    return true;
  }

  void page_dropped() override { intake_.reset(); }

 private:
  const std::shared_ptr<Tray> tray_;
  const uint64_t job_;
  std::optional<scan::PageIntake> intake_;
};

}  // namespace

PaperDesk::PaperDesk(Send send, std::function<void()> wake)
    : send_(std::move(send)), tray_(std::make_shared<Tray>(std::move(wake))) {}

PaperDesk::~PaperDesk() = default;

void PaperDesk::scan(ScannerPort& scanner, uint64_t job, uint32_t pages_max) {
  scanner.scan(
      job_for(scanner, pages_max), std::make_shared<PageSink<Tray>>(tray_, job),
      [this, job](int, int permille) {
        send_(ScanProgressed{job, permille});
      },
      [this, job](const ScanResult& result) {
        log_info("scan: {} {}, {} pages", name_of(result.outcome), result.code, result.pages);
        finished(job, result.reason);
      });
}

void PaperDesk::finished(uint64_t job, ScanReason reason) {
  drain();  // its pages come before its end
  send_(ScanFinished{job, reason});
}

void PaperDesk::drain() {
  std::deque<Tray::Laid> laid;
  {
    const std::lock_guard lock(tray_->lock);
    laid.swap(tray_->laid);
  }
  for (Tray::Laid& each : laid) {
    const uint64_t id = next_page_++;
    const scan::Verdict verdict = each.page.page.verdict;
    pages_.emplace(id, std::move(each.page));
    large_ = {each.large.rgb.empty() ? 0 : id, std::move(each.large)};
    send_(PageScanned{each.job, {id, verdict}});
  }
}

const scan::Preview* PaperDesk::small_preview(uint64_t page) const {
  const auto found = pages_.find(page);
  return found == pages_.end() ? nullptr : &found->second.small;
}

const scan::Preview* PaperDesk::large_preview(uint64_t page) {
  if (page != 0 && large_.page == page) return &large_.preview;
  const auto found = pages_.find(page);
  if (found == pages_.end()) return nullptr;
  auto made = scan::make_preview(found->second.page.jpeg, kLargeSidePx);
  if (!made) return &found->second.small;
  large_ = {page, *std::move(made)};
  return &large_.preview;
}

void PaperDesk::drop(uint64_t page) {
  pages_.erase(page);
  if (large_.page == page) large_ = {};
}

void PaperDesk::forget() {
  pages_.clear();
  large_ = {};
  const std::lock_guard lock(tray_->lock);
  tray_->laid.clear();
}

Result<std::string> PaperDesk::seal_paper(const std::vector<uint64_t>& pages,
                                          const PaperKey& document_key, const CommandId& document,
                                          Time now) {
  std::vector<scan::FinishedPage> whole;
  for (const uint64_t id : pages) {
    const auto found = pages_.find(id);
    HALL_ASSERT(found != pages_.end());
    whole.push_back(std::move(found->second.page));
    drop(id);
  }
  auto pdf = scan::write_document(whole, {now, document});
  if (!pdf) return pdf.error();
  const std::string_view plain(reinterpret_cast<const char*>(pdf->data()), pdf->size());
  if (plain.size() > kPaperBytesMax)
    return Error{ErrorCode::kExhausted, "this paper has too many pages; begin a second one"};
  return seal(document_key, plain);
}

}  // namespace yichuang::kiosk
