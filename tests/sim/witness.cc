#include "tests/sim/witness.h"

#include <algorithm>

#include "hall/apply.h"
#include "hall/snapshot.h"
#include "queue-server/authority.h"
#include "tests/sim/state_digest.h"
#include "tests/sim/violation.h"
#include "wire/codec.h"

namespace yichuang::sim {
namespace {

std::string raw_of(const std::optional<CommandId>& command) {
  return command ? std::string(command->raw()) : std::string();
}

wire::Event event_of(const std::string& body) {
  wire::Event event;
  if (auto read = decode(body, event); !read) {
    violate(invariant::kOneFold, "the journal holds no event: {}", read.error().sentence);
  }
  return event;
}

}  // namespace

// ---- The journal's door. ----

void Witness::before_append(std::span<const JournalEntry> entries) const {
  std::map<std::string, uint64_t> here;
  for (const JournalEntry& entry : entries) {
    const std::string command = raw_of(entry.command);
    if (command.empty()) continue;
    if (seq_of_.contains(command) || !here.emplace(command, entry.seq).second) {
      violate(invariant::kOnce, "command {} takes effect a second time, as event {}",
              to_hex(command), entry.seq);
    }
    const auto asked = asked_.find(command);
    if (asked == asked_.end()) {
      violate(invariant::kOnce, "command {} takes effect, but nobody sent it", to_hex(command));
    }
    const int64_t deadline_ms = asked->second.command.deadline_ms();
    if (entry.at.ms > deadline_ms) {
      violate(invariant::kDeadline, "command {} takes effect {} ms after its deadline",
              to_hex(command), entry.at.ms - deadline_ms);
    }
    if (given_up_.contains(command) || told_no_.contains(command)) {
      violate(invariant::kOnce, "command {} takes effect after its client was told it did not",
              to_hex(command));
    }
  }
}

void Witness::after_append(std::span<const JournalEntry> entries) {
  for (const JournalEntry& entry : entries) commit(entry.body, raw_of(entry.command));
}

void Witness::after_failed_append(std::span<const JournalEntry> entries) {
  uncertain_.clear();
  for (const JournalEntry& entry : entries) {
    uncertain_.push_back({entry.body, raw_of(entry.command)});
  }
}

void Witness::commit(const std::string& body, const std::string& command) {
  const wire::Event event = event_of(body);
  const auto asked = asked_.find(command);
  const Asked* by = asked == asked_.end() ? nullptr : &asked->second;
  persons_.see(event, by, model_);
  model_.see(event, by);
  if (auto wrong = cannot_follow(fold_, event); !wrong.empty()) {
    violate(invariant::kOneFold, "event {} cannot be folded: {}", event.seq(), wrong);
  }
  apply(fold_, event);
  committed_.push_back({body, command});
  if (!command.empty()) seq_of_[command] = committed_.size();
  hash_ = mix_hash(hash_, body);
}

void Witness::read_back(Journal& journal) {
  size_t found = 0;
  const auto check = [&](const StoredEvent& stored) -> Result<void> {
    ++found;
    if (stored.seq != found) violate(invariant::kDurableAnswer, "event {} is missing", found);
    if (found <= committed_.size()) {
      if (stored.body != committed_[found - 1].body) {
        violate(invariant::kDurableAnswer, "event {} is not what was committed", found);
      }
      return {};
    }
    const size_t extra = found - committed_.size() - 1;
    if (extra >= uncertain_.size() || stored.body != uncertain_[extra].body) {
      violate(invariant::kOneFold, "event {} was never committed", found);
    }
    return {};
  };
  if (auto done = journal.read(1, check); !done) {
    violate(invariant::kStartsAgain, "the journal cannot be read: {}", done.error().sentence);
  }
  if (found < committed_.size()) {
    violate(invariant::kDurableAnswer, "{} committed events, {} are left", committed_.size(),
            found);
  }
  const size_t extra = found - committed_.size();
  if (extra != 0 && extra != uncertain_.size()) {
    violate(invariant::kDurableAnswer, "of a commit of {} events {} are there", uncertain_.size(),
            extra);
  }
  const auto late = extra == 0 ? std::vector<Kept>() : std::move(uncertain_);
  uncertain_.clear();
  for (const Kept& kept : late) commit(kept.body, kept.command);
}

void Witness::after_start(Journal& journal, const State& state, const PrivateState& kept) {
  told_no_.clear();  // refusals are kept in memory only; from now on the deadline binds them
  read_back(journal);
  look_at(state, kept, true);
}

// ---- The network's doors. ----

void Witness::submitted(const wire::Command& command, Role role) {
  asked_[command.command_id()] = {command, role};
  for (const std::string& person :
       {command.issue_ticket().person(), command.adopt_ticket().person(),
        command.book_appointment().person()}) {
    if (!person.empty()) secrets_.add_bytes(person);
  }
}

void Witness::reply_leaves(const std::string& body) {
  hash_ = mix_hash(hash_, body);
  wire::Reply reply;
  if (auto read = decode(body, reply); !read) {
    violate(invariant::kDurableAnswer, "a reply cannot be read: {}", read.error().sentence);
  }
  // What mends a mirror is what the feed would have told it.
  if (reply.has_snapshot() || reply.has_events()) check_private("what anybody may ask for", body);
  check_query_reply(reply);
  check_command_reply(reply, body);
}

void Witness::check_command_reply(const wire::Reply& reply, const std::string& body) {
  const auto told = told_.find(reply.command_id());
  if (told != told_.end() && told->second != body) {
    violate(invariant::kOnce, "command {} is answered differently the second time",
            to_hex(reply.command_id()));
  }
  if (reply.refusal() != wire::REFUSAL_UNSPECIFIED) {
    if (seq_of_.contains(reply.command_id())) {
      violate(invariant::kOnce, "command {} is refused ({}) though it was done",
              to_hex(reply.command_id()), reply.sentence());
    }
    return check_refusal(reply, body);
  }
  if (told_no_.contains(reply.command_id())) {
    violate(invariant::kOnce, "command {} is done though it was refused",
            to_hex(reply.command_id()));
  }
  if (reply.seq() == 0) return;  // nothing to change
  if (reply.seq() > committed_.size()) {
    violate(invariant::kDurableAnswer, "a reply speaks of event {}, {} are committed", reply.seq(),
            committed_.size());
  }
  const Kept& kept = committed_[reply.seq() - 1];
  if (kept.command != reply.command_id()) {
    violate(invariant::kDurableAnswer, "the reply to {} speaks of event {}, which is another's",
            to_hex(reply.command_id()), reply.seq());
  }
  if (told == told_.end()) {
    check_result(reply, event_of(kept.body));
    told_[reply.command_id()] = body;
  }
  for (const std::string& token : {reply.ticket().token(), reply.appointment().token()}) {
    if (!token.empty()) secrets_.add_token(token);
  }
}

// A refusal is the last word on a command, as long as the server lives that gave it.
void Witness::check_refusal(const wire::Reply& reply, const std::string& body) {
  const auto asked = asked_.find(reply.command_id());
  const bool is_final = asked != asked_.end() && !is_query(asked->second.command.body_case()) &&
                        reply.refusal() != wire::REFUSAL_BUSY;
  if (!is_final) return;
  const auto [told, first] = told_no_.emplace(reply.command_id(), body);
  if (!first && told->second != body) {
    violate(invariant::kOnce, "command {} is refused in another way the second time",
            to_hex(reply.command_id()));
  }
}

void Witness::check_result(const wire::Reply& reply, const wire::Event& event) const {
  const auto& told = reply.ticket();
  const bool issued = !event.has_ticket_issued() ||
                      (told.ticket() == event.ticket_issued().ticket() &&
                       told.number() == event.ticket_issued().number() && !told.token().empty());
  const bool called =
      !event.has_ticket_called() || (told.ticket() == event.ticket_called().ticket() &&
                                     told.number() == event.ticket_called().number() &&
                                     told.window() == event.ticket_called().window());
  const auto& booked = event.appointment_booked();
  const bool kept = !event.has_appointment_booked() ||
                    (reply.appointment().appointment() == booked.appointment() &&
                     reply.appointment().slot_ms() == booked.slot_ms());
  if (!issued || !called || !kept) {
    violate(invariant::kDurableAnswer, "the reply of event {} names ticket {} {}", event.seq(),
            told.ticket(), told.number());
  }
}

void Witness::check_query_reply(const wire::Reply& reply) const {
  uint64_t speaks_of = std::max(reply.snapshot().seq(), reply.pong().last_seq());
  speaks_of = std::max(speaks_of, reply.events().last_seq());
  for (const auto& event : reply.events().events()) speaks_of = std::max(speaks_of, event.seq());
  if (speaks_of > committed_.size()) {
    violate(invariant::kTruthfulBoards, "an answer speaks of event {}, {} are committed", speaks_of,
            committed_.size());
  }
}

void Witness::feed_leaves(const std::string& body) {
  hash_ = mix_hash(hash_, body);
  check_private("the feed", body);
  wire::Feed feed;
  if (auto read = decode(body, feed); !read) {
    violate(invariant::kTruthfulBoards, "the feed cannot be read: {}", read.error().sentence);
  }
  const uint64_t seq = feed.has_event() ? feed.event().seq() : feed.pulse().last_seq();
  if (seq > committed_.size()) {
    violate(invariant::kTruthfulBoards, "the feed speaks of event {}, {} are committed", seq,
            committed_.size());
  }
  if (feed.has_event() && !body.ends_with(committed_[seq - 1].body)) {
    violate(invariant::kTruthfulBoards, "event {} on the feed is not the journal's", seq);
  }
}

void Witness::check_private(std::string_view where, std::string_view bytes) const {
  if (secrets_.any_in(bytes)) {
    violate(invariant::kPrivate, "a person, a token or the key is in {}", where);
  }
}

// ---- State. ----

void Witness::look_at(const State& server, const PrivateState& kept, bool everything) {
  model_.compare(server, everything);
  if (!everything) return;
  persons_.compare(kept);
  const uint64_t expected = state_digest(fold_);
  if (state_digest(server) != expected) {
    violate(invariant::kOneFold, "the server's state is not the fold of {} events",
            committed_.size());
  }
  auto again = from_snapshot(snapshot(server));
  if (!again || state_digest(*again) != expected) {
    violate(invariant::kOneFold, "the snapshot at event {} is not the state", server.seq);
  }
  hash_ = mix_hash(hash_, expected);
}

void Witness::look_at_calm(int64_t now_ms) const {
  constexpr int64_t kSettledMs = 5000;
  model_.check_settled(std::max(now_ms, fold_.at.ms), kSettledMs);
}

void Witness::look_at_mirror(std::string_view name, uint64_t before, const State& mirror) const {
  if (mirror.seq < before) {
    violate(invariant::kTruthfulBoards, "{} goes back from event {} to {}", name, before,
            mirror.seq);
  }
  if (mirror.seq > committed_.size()) {
    violate(invariant::kTruthfulBoards, "{} shows event {}, {} are committed", name, mirror.seq,
            committed_.size());
  }
  if (mirror.seq != fold_.seq || mirror.seq == 0) return;
  for (const auto& [number, window] : fold_.windows) {
    const Window* shown = mirror.window(number);
    if (!shown || shown->ticket != window.ticket || shown->phase != window.phase) {
      violate(invariant::kTruthfulBoards, "{} shows ticket {} at window {}, it is {}", name,
              shown ? shown->ticket : 0, number, window.ticket);
    }
  }
}

void Witness::mirror_is_whole(std::string_view name, const State& mirror) const {
  if (mirror.seq != committed_.size()) {
    violate(invariant::kTruthfulBoards, "{} stays at event {} of {}", name, mirror.seq,
            committed_.size());
  }
  if (state_hash(mirror) != state_hash(fold_) || state_digest(mirror) != state_digest(fold_)) {
    violate(invariant::kTruthfulBoards, "{} is at event {} but not the fold of the journal", name,
            mirror.seq);
  }
}

Result<void> WitnessedJournal::append(std::span<const JournalEntry> entries) {
  witness_.before_append(entries);
  auto done = real_.append(entries);
  if (done) {
    witness_.after_append(entries);
  } else {
    witness_.after_failed_append(entries);
  }
  return done;
}

}  // namespace yichuang::sim
