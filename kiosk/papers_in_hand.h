// What the flow knows of the papers that a citizen scans for a ticket: which the item needs, the
// pages of the one in hand, what is filed. The pages themselves lie on the desk (paper_desk.h),
// under the ids that stand here. Plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "drivers/scanner.h"

namespace yichuang::scan {
enum class Verdict : uint8_t;
}

namespace yichuang::kiosk {

inline constexpr size_t kPagesPerPaperMax = 15;  // as many as are seen at once
// Of one ticket at one visit to the kiosk; more than any item needs.
inline constexpr size_t kPapersFiledMax = 40;

struct ScannedPage {
  uint64_t id = 0;
  scan::Verdict verdict{};
};

struct FiledPaper {
  uint32_t ordinal = 0;  // of the item's documents, 1..; 0: another paper
  uint32_t pages = 0;
  std::string document;  // id; empty until it is filed
  bool failed = false;   // there was no room to keep it
  bool sent = false;     // the hall has it; else it waits here
};

struct PapersInHand {
  uint32_t ticket = 0;  // 0: nobody scans
  std::string number;
  std::string item;     // of the catalogue; empty: the ticket names none
  uint32_t wanted = 0;  // documents that the item needs
  std::vector<FiledPaper> filed;

  // Handed in before this visit to the kiosk, here or at another one; also on kMyTicket.
  std::vector<FiledPaper> earlier;
  bool hall_told = false;  // what the hall has is among them

  uint32_t ordinal = 0;  // of the paper in hand
  std::vector<ScannedPage> pages;
  size_t place = 0;           // of the page that is looked at, or that a scan replaces
  bool replaces = false;      // the scan under way replaces that page
  uint64_t job = 0;           // of the scan under way, or the last one
  uint32_t pages_of_job = 0;  // so many came of it
  int permille = -1;          // how far the page under way is; −1: not known
  bool ended_badly = false;   // the last scan, for `reason`
  ScanReason reason = ScanReason::kNone;

  // The last word on a document, or null. What was scanned now replaces what was there before.
  const FiledPaper* filed_of(uint32_t ordinal) const;
  // It is in the hall or on its way there, also if scanning it again has failed since.
  bool handed_in(uint32_t ordinal) const;
};

}  // namespace yichuang::kiosk
