// What the screens of scanned papers say, in either size of type: rows of the list, verdicts,
// troubles. Pure; on the window's thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/screens/pieces.h"
#include "kiosk/screens/view.h"

namespace yichuang::kiosk {

// A row of the list: a document of the item, or at the end "another paper".
struct PaperRow {
  uint32_t ordinal = 0;  // 0: another paper
  std::string name;
  std::string other;  // the name in the other language
  std::string state;  // "original · 2 pages, on the way"
  enum class Mark { kWanted, kOptional, kOnItsWay, kSent, kFailed } mark = Mark::kWanted;
};

// What stands for such a row as a picture.
Badge paper_badge(PaperRow::Mark mark);
// All rows, in order; the last is "another paper".
std::vector<PaperRow> paper_rows(const View& view);
// "3 of 4": documents that are scanned, of those that are not optional.
struct PaperCount {
  uint32_t scanned = 0;
  uint32_t wanted = 0;
};
PaperCount paper_count(const View& view);
// Of the ticket on kMyTicket: "2 of 4 papers handed in"; empty as long as the hall has not told.
std::string handed_in_words(const View& view);
// The paper in hand is in the hall already: scanning it again replaces it.
bool replaces_paper(const View& view);
// The ticket and how far its papers are: "Ticket A012 · 2 of 4 papers scanned".
std::string paper_progress(const View& view);
// Of the paper in hand.
std::string paper_name(const View& view);
std::string paper_name_small(const View& view);

// What the button "scan my papers" of kDone and kMyTicket sends.
PapersChosen papers_chosen(const View& view);

// Why papers cannot be scanned here just now; empty if they can, or never could.
std::string_view scanning_trouble_key(Scanning scanning);
std::string_view verdict_key(scan::Verdict verdict);
bool is_good(scan::Verdict verdict);
// Why the last scan ended badly; empty if it did not.
std::string_view scan_trouble_key(const PapersInHand& papers);

}  // namespace yichuang::kiosk
