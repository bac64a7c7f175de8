// What can be asked for: found by its name, read, taken a number for.
#include <algorithm>
#include <utility>

#include "kiosk/flow_moves.h"

namespace yichuang::kiosk {

namespace {

void list_from_the_first(Work& work) {
  work.flow.page = 0;
  stay(work, work.flow.times.idle_ms);
}

}  // namespace

void on_item(Work& work, const ItemsChanged& event) {
  Flow& flow = work.flow;
  flow.item_count = event.count;
  if (flow.screen == Screen::kServices) flow.page = std::min(flow.page, page_count(flow) - 1);
}

void on_item(Work& work, const SearchChosen&) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kServices || flow.item_count == 0) return;
  flow.query.clear();
  flow.office.clear();
  flow.by_office = flow.elder;  // there are no letters in large type
  flow.page = 0;
  enter(work, Screen::kSearch, flow.times.idle_ms);
}

void on_item(Work& work, const OfficesChosen&) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kSearch) return;
  flow.by_office = true;
  flow.office.clear();
  flow.query.clear();
  list_from_the_first(work);
}

void on_item(Work& work, const OfficeChosen& event) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kSearch || !flow.by_office) return;
  flow.by_office = false;
  flow.office = event.office;
  list_from_the_first(work);
}

bool leave_offices(Work& work) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kSearch) return false;
  if (!flow.office.empty()) {
    flow.office.clear();
    flow.query.clear();
    flow.by_office = true;
  } else if (flow.by_office && !flow.elder) {
    flow.by_office = false;
  } else {
    return false;
  }
  list_from_the_first(work);
  return true;
}

void on_item(Work& work, const LetterTyped& event) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kSearch) return;
  list_from_the_first(work);
  if (event.letter < 'a' || event.letter > 'z' || flow.query.size() >= kQueryLettersMax) return;
  flow.query += event.letter;
}

void on_item(Work& work, const LetterErased&) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kSearch) return;
  list_from_the_first(work);
  if (!flow.query.empty()) flow.query.pop_back();
}

void on_item(Work& work, const ItemChosen& event) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kSearch) return;
  flow.item = event.item;
  flow.service = event.service;
  flow.notice = PrintWait::kNone;
  flow.list_page = std::exchange(flow.page, 0);
  enter(work, Screen::kItem, 2 * flow.times.idle_ms);  // there is something to read
}

void on_item(Work& work, const ItemTaken&) {
  if (work.flow.screen == Screen::kItem) go_number(work);
}

void on_item(Work& work, const NoticeChosen&) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kItem || flow.notice == PrintWait::kPrinting) return;
  stay(work, 2 * flow.times.idle_ms);
  if (!printer_prints(flow)) {  // it stopped while the finger was on its way
    flow.notice = PrintWait::kFailed;
    return;
  }
  flow.notice = PrintWait::kPrinting;
  flow.notice_job = ++flow.job;
  work.effects.emplace_back(AskNotice{flow.notice_job, flow.item});
}

}  // namespace yichuang::kiosk
