// What can be asked for: found by its name, read, taken a number for.
#include <algorithm>

#include "kiosk/flow_moves.h"

namespace yichuang::kiosk {

void on_item(Work& work, const ItemsChanged& event) { work.flow.item_count = event.count; }

void on_item(Work& work, const SearchChosen&) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kServices || flow.item_count == 0) return;
  flow.query.clear();
  flow.page = 0;
  enter(work, Screen::kSearch, flow.times.idle_ms);
}

void on_item(Work& work, const LetterTyped& event) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kSearch) return;
  flow.deadline_ms = work.now_ms + flow.times.idle_ms;
  if (event.letter < 'a' || event.letter > 'z' || flow.query.size() >= kQueryLettersMax) return;
  flow.query += event.letter;
  flow.page = 0;
}

void on_item(Work& work, const LetterErased&) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kSearch) return;
  flow.deadline_ms = work.now_ms + flow.times.idle_ms;
  if (!flow.query.empty()) flow.query.pop_back();
  flow.page = 0;
}

void on_item(Work& work, const ItemChosen& event) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kSearch) return;
  flow.item = event.item;
  flow.service = event.service;
  flow.notice = PrintWait::kNone;
  enter(work, Screen::kItem, 2 * flow.times.idle_ms);  // there is something to read
}

void on_item(Work& work, const ItemTaken&) {
  if (work.flow.screen == Screen::kItem) go_number(work);
}

void on_item(Work& work, const NoticeChosen&) {
  Flow& flow = work.flow;
  if (flow.screen != Screen::kItem || flow.notice == PrintWait::kPrinting) return;
  flow.deadline_ms = work.now_ms + 2 * flow.times.idle_ms;
  if (!printer_prints(flow)) {  // it stopped while the finger was on its way
    flow.notice = PrintWait::kFailed;
    return;
  }
  flow.notice = PrintWait::kPrinting;
  flow.notice_job = ++flow.job;
  work.effects.emplace_back(AskNotice{flow.notice_job, flow.item});
}

}  // namespace yichuang::kiosk
