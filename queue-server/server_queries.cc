// What the server answers without changing anything.
#include <fmt/format.h>

#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "hall/snapshot.h"
#include "papers/capability.h"
#include "queue-server/passed_by.h"
#include "queue-server/server.h"
#include "queue-server/slots.h"
#include "queue-server/upload_leave.h"

namespace yichuang {

namespace {

constexpr size_t kSnapshotsKept = 4;
constexpr int64_t kSnapshotReuseMs = 1000;
constexpr uint32_t kItemsPerPage = 64;  // as hall.proto allows

}  // namespace

wire::Reply Server::reply_to_query(const wire::Command& command) {
  switch (command.body_case()) {
    case wire::Command::kGetSnapshot:
      return snapshot_page(command.get_snapshot());
    case wire::Command::kGetEvents:
      return event_batch(command.get_events());
    case wire::Command::kGetTicket:
      return ticket_view(command.get_ticket());
    case wire::Command::kGetSlots:
      return slot_list(command.get_slots());
    case wire::Command::kGetItems:
      return item_page(command.get_items());
    case wire::Command::kGrantUpload:
      return upload_grant(command.grant_upload());
    default:
      break;
  }
  wire::Reply pong;
  pong.mutable_pong()->set_last_seq(state_.seq);
  return pong;
}

wire::Reply Server::snapshot_page(const wire::GetSnapshot& query) {
  const int64_t steady_ms = clock_.steady_ms();
  const auto asked = [&](const KeptSnapshot& kept) {
    return query.seq() == 0 ? steady_ms - kept.made_steady_ms < kSnapshotReuseMs
                            : kept.pages[0].seq() == query.seq();
  };
  auto found = std::ranges::find_if(snapshots_, asked);
  if (found == snapshots_.end() && query.seq() == 0) {
    snapshots_.push_front({steady_ms, snapshot(state_)});
    if (snapshots_.size() > kSnapshotsKept) snapshots_.pop_back();
    found = snapshots_.begin();
  }
  if (found == snapshots_.end() || query.page() >= found->pages.size()) {
    return reply_for(Refused{wire::REFUSAL_SNAPSHOT_GONE, "ask for page 0 of a new snapshot"});
  }
  wire::Reply reply;
  *reply.mutable_snapshot() = found->pages[query.page()];
  reply.mutable_snapshot()->set_run(run_);
  return reply;
}

wire::Reply Server::event_batch(const wire::GetEvents& query) {
  if (query.after_seq() + 1 < state_.day_seq || query.after_seq() > state_.seq) {
    return reply_for(Refused{wire::REFUSAL_NO_SUCH_HISTORY, "take a snapshot"});
  }
  const size_t count = std::clamp<size_t>(query.count(), 1, limits::kEventBatchMax);
  auto bodies = journal_.after(query.after_seq(), count, limits::kSnapshotPageBytesTarget);
  if (!bodies) options_.fail_stop(bodies.error());
  wire::Reply reply;
  reply.mutable_events()->set_last_seq(state_.seq);
  reply.mutable_events()->set_run(run_);
  for (const std::string& body : *bodies) {
    const bool read = reply.mutable_events()->add_events()->ParseFromString(body);
    HALL_ASSERT(read);
  }
  return reply;
}

wire::Reply Server::slot_list(const wire::GetSlots& query) {
  const Service* service = state_.service(query.service());
  if (!service || service->retired) {
    return reply_for(Refused{wire::REFUSAL_UNKNOWN_SERVICE, "this hall has no such service"});
  }
  wire::Reply reply;
  auto& list = *reply.mutable_slots();
  if (!opening_ || !is_day(query.day())) return reply;
  for (const PlannedSlot& slot : slots_of(state_, *service, *opening_, query.day())) {
    if (slot.from <= tick_now_) continue;
    auto& out = *list.add_slots();
    out.set_from_ms(slot.from.ms);
    out.set_to_ms(slot.to.ms);
    out.set_free(slot.free);
  }
  return reply;
}

wire::Reply Server::item_page(const wire::GetItems& query) const {
  const std::vector<wire::ItemRecord>& all = options_.catalogue.items;
  wire::Reply reply;
  auto& page = *reply.mutable_items();
  page.set_digest(options_.catalogue.queue.digest());
  page.set_total(static_cast<uint32_t>(all.size()));
  page.set_from(query.from());
  size_t bytes = 0;
  for (size_t i = query.from(); i < all.size() && i < query.from() + kItemsPerPage; ++i) {
    bytes += all[i].ByteSizeLong();
    if (bytes > limits::kSnapshotPageBytesTarget && i > query.from()) break;
    *page.add_items() = all[i];
  }
  return reply;
}

wire::Reply Server::upload_grant(const wire::GrantUpload& query) const {
  auto leave = upload_leave(state_, query, moment(nullptr));
  if (!leave) return reply_for(leave.error());
  leave->set_hall(options_.hall);
  wire::Reply reply;
  *reply.mutable_upload_grant() = sign_upload(options_.upload_keys, *leave);
  return reply;
}

wire::Reply Server::ticket_view(const wire::GetTicket& query) {
  const auto key = ticket_of_token(token_key_, query.token());
  const Ticket* ticket = key ? state_.ticket(*key) : nullptr;
  if (!ticket) {
    return reply_for(
        Refused{wire::REFUSAL_UNKNOWN_TICKET, "there is no such ticket today; take a new number"});
  }
  wire::Reply reply;
  auto& view = *reply.mutable_ticket_view();
  view.set_ticket(ticket->key);
  view.set_number(ticket->number);
  view.set_service(state_.services[ticket->service].id);
  view.set_phase(ticket->phase);
  view.set_window(ticket->window);
  view.set_priority(ticket->priority);
  view.set_item(ticket->item);
  for (const auto& [reason, people] : passed_by(state_, *ticket)) {
    auto& passed = *view.add_passed_by();
    passed.set_reason(reason);
    passed.set_people(people);
  }
  if (ticket->phase == wire::TICKET_PHASE_WAITING) {
    view.set_ahead(static_cast<uint32_t>(people_ahead(state_, *ticket, tick_now_)));
    view.set_behind(static_cast<uint32_t>(people_behind(state_, *ticket, tick_now_)));
    // A ticket younger than the estimate stands at the end of its line, as a newcomer would.
    const HallEstimate& hall = estimate();
    const WaitRange wait =
        estimate_ticket(hall, ticket->key).value_or(hall.services[ticket->service].of(*ticket));
    view.set_wait_min_p50(wait.p50_min);
    view.set_wait_min_p90(wait.p90_min);
  }
  return reply;
}

}  // namespace yichuang
