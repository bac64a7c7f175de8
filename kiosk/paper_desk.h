// PaperDesk: the pages that a citizen has scanned and not yet filed. Has them scanned, judged and
// made small enough to show, and at the end sealed as one paper. What lies here is personal: it is
// in memory only, and wiped when it goes.
//
// A page lies here as its JPEG, about a megabyte, with a small picture of a quarter of that; the
// large picture, several megabytes, is of one page at a time.
//
// The kiosk's thread; the pages themselves are taken and judged on the scanner driver's thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "drivers/scanner_port.h"
#include "kiosk/flow.h"
#include "kiosk/scan/page.h"
#include "kiosk/scan/preview.h"
#include "papers/keys.h"

namespace yichuang::kiosk {

class PaperDesk {
 public:
  using Send = std::function<void(FlowEvent)>;

  // `send` hears ScanProgressed, PageScanned and ScanFinished. `wake` is called on the driver's
  // thread when drain() has something to do.
  PaperDesk(Send send, std::function<void()> wake);
  ~PaperDesk();
  PaperDesk(const PaperDesk&) = delete;
  PaperDesk& operator=(const PaperDesk&) = delete;

  // From the feeder when paper lies in it or there is no plate, else one page from the plate.
  void scan(ScannerPort& scanner, uint64_t job, uint32_t pages_max);
  // Takes what has come since; after each drain() of the port, too.
  void drain();

  // As it is shown among others, and alone; null if it does not lie here. The large one is valid
  // until another page's is asked for or comes from the scanner: it takes some 20 ms to make again.
  const scan::Preview* small_preview(uint64_t page) const;
  const scan::Preview* large_preview(uint64_t page);
  void drop(uint64_t page);
  void forget();

  // The pages as one PDF, sealed to the hall's key. They do not lie here any more.
  Result<std::string> seal_paper(const std::vector<uint64_t>& pages, const PaperKey& document_key,
                                 const CommandId& document, Time now);

 private:
  struct Tray;  // where the driver's thread lays pages down
  struct Page {
    scan::FinishedPage page;
    scan::Preview small;
  };
  struct Large {
    uint64_t page = 0;  // 0: none
    scan::Preview preview;
  };
  void finished(uint64_t job, ScanReason reason);

  const Send send_;
  const std::shared_ptr<Tray> tray_;
  std::map<uint64_t, Page> pages_;
  Large large_;
  uint64_t next_page_ = 1;
};

}  // namespace yichuang::kiosk
