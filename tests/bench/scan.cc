#include <fmt/format.h>
#include <malloc.h>
#include <sys/resource.h>
#include <turbojpeg.h>

#include <algorithm>
#include <fstream>
#include <memory>

#include "base/assert.h"
#include "kiosk/scan/document.h"
#include "tests/bench/figures.h"
#include "tests/scan/drawn_page.h"
#include "tests/scan/peak_memory.h"

namespace yichuang::bench {
namespace {

constexpr double kBudgetMs = 500;  // one A4 page at 300 dpi in colour, on one core

double ms_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

// Of this thread and the children that it waited for (one reads a page's codes): what a core does,
// however many others wait for it.
double core_ms() {
  rusage thread{};
  rusage children{};
  getrusage(RUSAGE_THREAD, &thread);
  getrusage(RUSAGE_CHILDREN, &children);
  return ms_of(thread.ru_utime) + ms_of(thread.ru_stime) + ms_of(children.ru_utime) +
         ms_of(children.ru_stime);
}

template <class Work>
double median_ms(Work work) {
  work();
  std::vector<double> times;
  for (int i = 0; i < 9; ++i) {
    const double start = core_ms();
    work();
    times.push_back(core_ms() - start);
  }
  return percentile(times, 0.5);
}

double bare_jpeg_ms(const scan::RawPage& page) {
  std::vector<uint8_t> pixels;
  const auto row_bytes = static_cast<ptrdiff_t>(page.width_px()) * page.channels();
  for (int y = 0; y < page.height_px(); ++y)
    pixels.insert(pixels.end(), page.row(y), page.row(y) + row_bytes);
  const tjhandle encoder = tjInitCompress();
  const double ms = median_ms([&] {
    unsigned char* jpeg = nullptr;
    unsigned long size = 0;
    HALL_ASSERT(tjCompress2(encoder, pixels.data(), page.width_px(), 0, page.height_px(), TJPF_RGB,
                            &jpeg, &size, TJSAMP_420, 80, 0) == 0);
    tjFree(jpeg);
  });
  tjDestroy(encoder);
  return ms;
}

scan::FinishedPage finished(const scan::RawPage& page) {
  auto out = scan::finish_page(page);
  HALL_ASSERT(out.ok());
  return std::move(*out);
}

}  // namespace

void measure_scan(Table& table) {
  auto fonts = ui::FontBook::open();
  HALL_ASSERT(fonts.ok());
  const scan::Sheet form = scan::application_form(**fonts, 300);
  const scan::Sheet letter = scan::empty_sheet(**fonts, 300);
  const scan::Scan how{.skew_degrees = 2.3, .bed_width_mm = 216, .bed_height_mm = 303};
  const scan::RawPage page = scan::scan(form, how);
  scan::Scan under_white = how;
  under_white.lid = {238, 238, 236};
  const scan::RawPage borderless = scan::scan(form, under_white);
  const scan::RawPage blank = scan::scan(letter, how);

  const double bare = bare_jpeg_ms(page);
  table.add({"bare libjpeg-turbo, A4 300 dpi colour", bare, "ms", "", 0});
  const auto add = [&](const char* name, const scan::RawPage& one) {
    const double ms = median_ms([&] { finished(one); });
    table.add({fmt::format("scan to page, A4 300 dpi colour, {}", name), ms, "ms",
               fmt::format("500 ms of one core; {:.1f} × bare JPEG", ms / bare), ms / kBudgetMs});
  };
  add("edges seen, QR and Code 128", page);
  add("white lid, skew by text", borderless);
  add("blank", blank);
  const double peak = static_cast<double>(scan::peak_bytes_of([&] { finished(page); })) / 1e6;
  const double page_mb = static_cast<double>(page.pixels()) * 3 / 1e6;
  table.add({"scan to page, memory beside the scan", peak, "MB",
             fmt::format("the scan itself, {:.1f} MB", page_mb), peak / page_mb});

  std::vector<scan::FinishedPage> pages;
  for (int i = 0; i < 3; ++i) pages.push_back(finished(page));
  const double document = median_ms([&] {
    HALL_ASSERT(scan::write_document(pages, {Time{1'795'000'000'000}, {{1}}}).ok());
  });
  table.add({"document of 3 pages", document, "ms", "", 0});
}

}  // namespace yichuang::bench
