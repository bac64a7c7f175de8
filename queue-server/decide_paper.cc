// Scanned papers: what may be uploaded for a ticket, and who may open it. The queue knows no paper
// itself; it knows the tickets.
#include "base/assert.h"
#include "papers/seal.h"
#include "queue-server/decide_parts.h"
#include "queue-server/upload_leave.h"

namespace yichuang {
namespace {

constexpr size_t kIdBytes = 16;
constexpr size_t kHashBytes = 32;
constexpr uint32_t kOrdinalMax = 30;  // limits::kDocumentsPerItemMax
constexpr uint32_t kPagesMax = 50;

bool may_have_papers(TicketPhase phase) {
  switch (phase) {
    case wire::TICKET_PHASE_ISSUED:
    case wire::TICKET_PHASE_WAITING:
    case wire::TICKET_PHASE_CALLED:
    case wire::TICKET_PHASE_SERVING:
    case wire::TICKET_PHASE_HELD:
    case wire::TICKET_PHASE_MISSED:
      return true;
    default:
      return false;
  }
}

// After the visit: queue-web keeps who took it in, for the hall forgets a ticket at midnight, and
// asks for that clerk and the back office alone. Here it is only known that the visit is over.
std::optional<Refused> check_kept(const State& state, TicketKey key, const Actor& actor) {
  if (actor.clerk.empty())
    return refuse(wire::REFUSAL_NOT_ALLOWED, "nobody is named who opens the paper");
  if (key != 0 && key < state.first_ticket) return std::nullopt;  // of an earlier day
  const auto ticket = find_ticket(state, key);
  if (!ticket) return ticket.error();
  if ((*ticket)->phase == wire::TICKET_PHASE_SERVED) return std::nullopt;
  return wrong_phase(**ticket);
}

// Why the actor may not; nothing: may.
std::optional<Refused> check_opening(const State& state, const wire::OpenDocument& open,
                                     const Actor& actor) {
  if (open.window() == 0) return check_kept(state, open.ticket(), actor);
  const auto ticket = ticket_at(state, open.window(), actor,
                                {wire::TICKET_PHASE_CALLED, wire::TICKET_PHASE_SERVING});
  if (!ticket) return ticket.error();
  if ((*ticket)->key == open.ticket()) return std::nullopt;
  return refuse(wire::REFUSAL_NOT_ALLOWED,
                "the papers of a ticket are opened at its window, while it is there");
}

}  // namespace

Decision decide_paper(const State& state, const wire::Command& command, const Actor& actor) {
  HALL_ASSERT(command.has_open_document());
  const wire::OpenDocument& open = command.open_document();
  if (open.document().size() != kIdBytes)
    return refuse(wire::REFUSAL_INVALID_VALUE, "a document's id is {} bytes", kIdBytes);
  if (auto refused = check_opening(state, open, actor)) return *refused;
  wire::Event event;
  auto& opened = *event.mutable_document_opened();
  opened.set_window(open.window());
  opened.set_ticket(open.ticket());
  opened.set_document(open.document());
  opened.set_clerk(actor.clerk);
  return one(std::move(event));
}

Result<wire::UploadCapability, Refused> upload_leave(const State& state,
                                                     const wire::GrantUpload& ask,
                                                     const Moment& moment) {
  const auto ticket = find_ticket(state, moment, ask.ticket(), ask.token());
  if (!ticket) return ticket.error();
  if (!may_have_papers((*ticket)->phase)) return wrong_phase(**ticket);
  if (ask.document().size() != kIdBytes || ask.hash().size() != kHashBytes)
    return refuse(wire::REFUSAL_INVALID_VALUE, "a document has an id of {} bytes, a hash of {}",
                  kIdBytes, kHashBytes);
  if (ask.size() == 0 || ask.size() > kSealedBytesMax)
    return refuse(wire::REFUSAL_INVALID_VALUE, "a document has 1 to {} bytes", kSealedBytesMax);
  if (ask.ordinal() > kOrdinalMax || ask.pages() == 0 || ask.pages() > kPagesMax)
    return refuse(wire::REFUSAL_INVALID_VALUE, "there is no such document of an item");
  wire::UploadCapability leave;
  leave.set_day(state.day);
  leave.set_ticket((*ticket)->key);
  leave.set_document(ask.document());
  leave.set_size(ask.size());
  leave.set_hash(ask.hash());
  leave.set_item((*ticket)->item);
  leave.set_ordinal(ask.ordinal());
  leave.set_pages(ask.pages());
  leave.set_expires_ms(moment.now.ms + kUploadLeaveMs);
  return leave;
}

}  // namespace yichuang
