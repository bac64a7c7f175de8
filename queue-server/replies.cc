#include "queue-server/replies.h"

#include "base/assert.h"
#include "base/limits.h"
#include "wire/codec.h"

namespace yichuang {
wire::Reply reply_for(const wire::Event& first_event, const TokenKey& key) {
  wire::Reply reply;
  reply.set_seq(first_event.seq());
  if (first_event.has_ticket_issued()) {
    const auto& issued = first_event.ticket_issued();
    auto& ticket = *reply.mutable_ticket();
    ticket.set_ticket(issued.ticket());
    ticket.set_number(issued.number());
    ticket.set_service(issued.service());
    ticket.set_window(issued.window());
    ticket.set_ahead(issued.ahead());
    ticket.set_wait_min_p50(issued.wait_min_p50());
    ticket.set_wait_min_p90(issued.wait_min_p90());
    ticket.set_token(ticket_token(key, issued.ticket()));
  } else if (first_event.has_ticket_called()) {
    const auto& called = first_event.ticket_called();
    auto& ticket = *reply.mutable_ticket();
    ticket.set_ticket(called.ticket());
    ticket.set_number(called.number());
    ticket.set_service(called.service());
    ticket.set_window(called.window());
  } else if (first_event.has_ticket_served()) {
    reply.mutable_ticket()->set_ticket(first_event.ticket_served().ticket());
    reply.mutable_ticket()->set_window(first_event.ticket_served().window());
  } else if (first_event.has_item_served()) {
    reply.mutable_ticket()->set_ticket(first_event.item_served().ticket());
    reply.mutable_ticket()->set_window(first_event.item_served().window());
  } else if (first_event.has_appointment_booked()) {
    const auto& booked = first_event.appointment_booked();
    auto& appointment = *reply.mutable_appointment();
    appointment.set_appointment(booked.appointment());
    appointment.set_service(booked.service());
    appointment.set_slot_ms(booked.slot_ms());
    appointment.set_token(appointment_token(key, booked.appointment()));
  }
  return reply;
}

wire::Reply reply_for(const Refused& refused) {
  wire::Reply reply;
  reply.set_refusal(refused.code);
  reply.set_sentence(refused.sentence.substr(0, 400));
  reply.set_not_before_ms(refused.not_before.ms);
  return reply;
}

bool says_try_again(wire::Refusal refusal) { return refusal == wire::REFUSAL_BUSY; }

void address(wire::Reply& reply, std::string_view hall, std::string_view command_id) {
  reply.set_version(kProtocolVersion);
  reply.set_hall(std::string(hall));
  reply.set_command_id(std::string(command_id));
}

// All the room at once: growing would stop a tick to move what is there.
ReplyMemory::ReplyMemory() { replies_.reserve(limits::kRepliesRememberedMax + 1); }

const std::string* ReplyMemory::find(const CommandId& id) const {
  const auto found = replies_.find(id);
  return found == replies_.end() ? nullptr : &found->second;
}

void ReplyMemory::remember(const CommandId& id, std::string reply) {
  if (!replies_.emplace(id, std::move(reply)).second) return;
  order_.push_back(id);
  if (order_.size() > limits::kRepliesRememberedMax) {
    set_older_up_to(order_.front());
    replies_.erase(order_.front());
    order_.pop_front();
  }
}

}  // namespace yichuang
