#include "queue-server/server.h"

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/assert.h"
#include "base/limits.h"
#include "base/log.h"
#include "hall/apply.h"
#include "queue-server/adoption.h"
#include "queue-server/authority.h"
#include "queue-server/catalogue_diff.h"
#include "queue-server/due.h"
#include "queue-server/journal/refold.h"
#include "queue-server/pulse.h"
#include "wire/codec.h"

namespace yichuang {
namespace {

constexpr int64_t kPulseMs = 1000;
constexpr int64_t kDueEveryMs = 1000;
constexpr int64_t kEstimateMinAgeMs = 100;   // when something happened since
constexpr int64_t kEstimateMaxAgeMs = 1000;  // when only time passed
// It may use a 20th of a core: it rests so many times what it took. More than the longest that it
// takes is a process that was suspended meanwhile.
constexpr int64_t kEstimateRestTimes = 20;
constexpr int64_t kEstimateTookMaxMs = 100;

// A Feed with the event's bytes as they are in the journal, never encoded again. `rest`: a Feed of
// all but the event, encoded (messages one behind the other are merged).
std::string feed_of(const std::string& event_body, const std::string& rest) {
  std::string out = rest;
  out.reserve(rest.size() + 6 + event_body.size());
  out += '\x0a';  // field 1 (event), length-delimited
  uint8_t size[5];
  const uint8_t* end = google::protobuf::io::CodedOutputStream::WriteVarint32ToArray(
      static_cast<uint32_t>(event_body.size()), size);
  out.append(reinterpret_cast<const char*>(size), static_cast<size_t>(end - size));
  out += event_body;
  return out;
}

}  // namespace

Result<std::unique_ptr<Server>> Server::open(Options options, Journal& journal,
                                             Transport& transport, const Clock& clock,
                                             Random& random) {
  const std::string hall = options.hall;
  HallCatalogue catalogue = std::move(options.catalogue);
  std::unique_ptr<Server> server(new Server(std::move(options), journal, transport, clock));
  if (auto done = server->change_catalogue(std::move(catalogue)); !done) return done.error();
  auto known_hall = journal.meta("hall");
  if (!known_hall) return known_hall.error();
  if (!known_hall->has_value()) {
    if (auto done = journal.set_meta("hall", hall); !done) return done.error();
  } else if (**known_hall != hall) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("the journal belongs to hall \"{}\", the configuration says \"{}\"",
                             **known_hall, hall)};
  }
  if (auto done = server->load_token_key(random); !done) return done.error();
  server->begin_run(random);
  auto refolded = refold_today(journal);
  if (!refolded) return refolded.error();
  server->state_ = std::move(refolded->state);
  server->kept_ = std::move(refolded->kept);
  auto greatest = journal.greatest_command();
  if (!greatest) return greatest.error();
  if (greatest->has_value()) server->memory_.set_older_up_to(**greatest);
  return server;
}

Server::Server(Options options, Journal& journal, Transport& transport, const Clock& clock)
    : options_(std::move(options)), journal_(journal), transport_(transport), clock_(clock) {}

Result<void> Server::change_catalogue(HallCatalogue catalogue) {
  auto zone = Zone::open(catalogue.queue.time_zone());
  if (!zone) return zone.error();
  if (auto wrong = cannot_adopt_today(state_, catalogue.queue); !wrong.empty()) {
    return Error{ErrorCode::kExhausted, wrong};
  }
  zone_ = std::move(*zone);
  opening_.reset();
  if (catalogue.hours) opening_.emplace(*zone_, *catalogue.hours, catalogue.calendar);
  options_.catalogue = std::move(catalogue);
  return {};
}

void Server::begin_run(Random& random) {
  std::array<uint8_t, sizeof run_> bytes{};
  random.fill(bytes);
  std::memcpy(&run_, bytes.data(), bytes.size());
  wire::Feed feed;
  feed.set_run(run_);
  feed_of_run_ = encode(feed);
}

Result<void> Server::load_token_key(Random& random) {
  auto kept = journal_.meta("token_key");
  if (!kept) return kept.error();
  if (kept->has_value() && (*kept)->size() == token_key_.size()) {
    std::memcpy(token_key_.data(), (*kept)->data(), token_key_.size());
    return {};
  }
  random.fill(token_key_);
  return journal_.set_meta(
      "token_key",
      std::string(reinterpret_cast<const char*>(token_key_.data()), token_key_.size()));
}

// Never back, and never beyond what a journal may say: a clock that went wild stands still.
Time Server::now() const {
  return std::max({std::min(clock_.now(), Time{limits::kTimeMsMax}), state_.at, pulsed_at_});
}

void Server::tick() {
  tick_now_ = now();
  transport_.begin_tick();
  keep_day_and_catalogue();
  do_what_is_due();
  disk_full_ = journal_.free_bytes() < options_.disk_reserve_bytes;
  Transport::Request request;
  size_t drained = 0;
  while (drained < limits::kCommandsPerTickMax && transport_.receive(request)) {
    ++drained;
    handle(request);
  }
  commit();
  for (const Answer& answer : answers_) transport_.reply(answer.peer, answer.body);
  publish_batch();
  for (const Query& query : queries_) answer_query(query);
  pulse_if_due();
  if (drained == 0) journal_.idle();
  batch_.clear();
  answers_.clear();
  queries_.clear();
}

int64_t Server::wait_ms() const {
  const int64_t to_pulse = pulse_steady_ms_ + kPulseMs - clock_.steady_ms();
  return std::clamp<int64_t>(to_pulse, 0, kPulseMs);
}

// The catalogue as it is adopted: its version, and the hours of the day.
wire::CatalogueAdopted Server::catalogue_for(uint32_t day) {
  wire::CatalogueAdopted out = options_.catalogue.queue;
  const bool changed = state_.catalogue_digest != out.digest();
  out.set_version(changed ? state_.catalogue_version + 1 : state_.catalogue_version);
  if (opening_) {
    out.mutable_hours();
    for (const OpenSpan& span : opening_->spans(day)) {
      auto& open = *out.mutable_hours()->add_open();
      open.set_from_ms(span.from.ms);
      open.set_to_ms(span.to.ms);
    }
  }
  if (!changed) return out;
  for (const std::string& line : catalogue_changes(state_, out)) log_info("catalogue: {}", line);
  auto kept = journal_.keep_catalogue(out.version(), tick_now_, options_.catalogue.source);
  if (!kept) options_.fail_stop(kept.error());
  log_info("catalogue version {} is adopted", out.version());
  return out;
}

bool Server::waits_for_tomorrow() {
  const std::string& digest = options_.catalogue.queue.digest();
  if (postponed_digest_ == digest) return true;
  const std::string wrong = cannot_adopt_today(state_, options_.catalogue.queue);
  if (wrong.empty()) return false;
  log_error("the catalogue stays as it is today: {}", wrong);
  postponed_digest_ = digest;
  return true;
}

// A new business day, or a new catalogue, comes before the commands of the tick. A clock that went
// back opens nothing: days only go forward.
void Server::keep_day_and_catalogue() {
  const uint32_t day = zone_->day(tick_now_);
  if (day > state_.day) {
    log_told_waits();
    Events events = open_day(state_, day, catalogue_for(day), zone_->at(day, 0));
    stamp_and_apply(events, nullptr, std::nullopt);
    log_info("business day {} is open", day);
  } else if (state_.catalogue_digest != options_.catalogue.queue.digest() &&
             !waits_for_tomorrow()) {
    Events events(1);
    *events[0].mutable_catalogue_adopted() = catalogue_for(state_.day);
    stamp_and_apply(events, nullptr, std::nullopt);
  }
}

// Once a second; not while the disk is full, when nothing may be written that can wait.
void Server::do_what_is_due() {
  if (clock_.steady_ms() - due_steady_ms_ < kDueEveryMs) return;
  due_steady_ms_ = clock_.steady_ms();
  if (journal_.free_bytes() < options_.disk_reserve_bytes) return;
  Events events = due(state_, moment(nullptr));
  if (!events.empty()) stamp_and_apply(events, nullptr, std::nullopt);
}

Moment Server::moment(const Estimates* waits) const {
  return {tick_now_, waits, opening_ ? &*opening_ : nullptr, &kept_, &token_key_};
}

// At the end of a day: how good its estimates were.
void Server::log_told_waits() const {
  const ToldRecord& told = state_.learned.told_today;
  if (told.count == 0) return;
  log_info("day {}: {} waits were told; {} % inside P50–P90, {} % within P90, P50 off by {} s",
           state_.day, told.count, (told.within_p90 - told.below_p50) * 100 / told.count,
           told.within_p90 * 100 / told.count, told.error_seconds / told.count);
}

void Server::handle(const Transport::Request& request) {
  wire::Command command;
  if (auto refused = check_envelope(request, command)) {
    refuse(request.peer, CommandId::parse(command.command_id()) ? command.command_id() : "",
           *refused);
    return;
  }
  if (is_query(command.body_case())) {
    ++counters_.queries;
    queries_.push_back({request.peer, std::move(command)});
    return;
  }
  ++counters_.commands;
  handle_command(request, command);
}

std::optional<Refused> Server::check_envelope(const Transport::Request& request,
                                              wire::Command& command) {
  const auto read = decode(request.body, command);
  // After reading, so that the refusal carries the command's id and the sender does not wait on.
  if (!request.who) {
    return Refused{wire::REFUSAL_NOT_ALLOWED, "this device's key is not enrolled any more"};
  }
  if (request.body.empty()) {  // also what the transport makes of a message of several frames
    return Refused{wire::REFUSAL_MALFORMED, "a command is one frame, and not an empty one"};
  }
  if (!read) return Refused{wire::REFUSAL_MALFORMED, read.error().sentence};
  if (command.version() != kProtocolVersion) {
    return Refused{wire::REFUSAL_WRONG_VERSION,
                   fmt::format("this server speaks version {}, the command is of version {}",
                               kProtocolVersion, command.version())};
  }
  if (command.hall() != options_.hall) {
    return Refused{wire::REFUSAL_WRONG_HALL, "this is the server of another hall"};
  }
  if (!CommandId::parse(command.command_id())) {
    return Refused{wire::REFUSAL_MALFORMED, "command_id must be 16 bytes, not all zero"};
  }
  if (command.body_case() == wire::Command::BODY_NOT_SET) {
    return Refused{wire::REFUSAL_MALFORMED, "the command has no body that this version knows"};
  }
  if (!may(request.who->role, command.body_case())) {
    return Refused{wire::REFUSAL_NOT_ALLOWED,
                   fmt::format("a device of role {} may not do this", name_of(request.who->role))};
  }
  return std::nullopt;
}

void Server::handle_command(const Transport::Request& request, const wire::Command& command) {
  const CommandId id = *CommandId::parse(command.command_id());
  if (answer_from_memory(request.peer, id)) return;
  Actor actor{request.who->name, request.who->role, command.clerk(), command.staff_role()};
  if (actor.role != Role::kWeb) actor.staff = wire::STAFF_ROLE_UNSPECIFIED;  // it signs clerks in
  wire::Reply reply = execute(command, id, actor);
  address(reply, options_.hall, command.command_id());
  std::string body = encode(reply);
  if (!says_try_again(reply.refusal())) memory_.remember(id, body);
  answers_.push_back({request.peer, std::move(body)});
}

bool Server::answer_from_memory(const std::string& peer, const CommandId& id) {
  if (const std::string* known = memory_.find(id)) {
    answers_.push_back({peer, *known});
    return true;
  }
  if (!memory_.may_be_older(id)) return false;
  auto found = journal_.find(id);
  if (!found) options_.fail_stop(found.error());
  if (!found->has_value()) return false;
  wire::Event event;
  if (auto read = decode(**found, event); !read) options_.fail_stop(read.error());
  wire::Reply reply = reply_for(event, token_key_);
  address(reply, options_.hall, id.raw());
  std::string body = encode(reply);
  memory_.remember(id, body);
  answers_.push_back({peer, std::move(body)});
  return true;
}

wire::Reply Server::execute(const wire::Command& command, const CommandId& id, const Actor& actor) {
  auto decided = decide_now(command, actor);
  if (!decided) {
    ++counters_.refusals[decided.error().code];
    return reply_for(decided.error());
  }
  if (decided->empty()) return {};
  stamp_and_apply(*decided, &command, id);
  return reply_for(decided->front(), token_key_);
}

Result<Events, Refused> Server::decide_now(const wire::Command& command, const Actor& actor) {
  if (command.deadline_ms() != 0 && command.deadline_ms() < tick_now_.ms) {
    return Refused{wire::REFUSAL_DEADLINE_PASSED, "the command came after its deadline"};
  }
  if (disk_full_) {
    return Refused{wire::REFUSAL_DISK_FULL, "the server's disk is nearly full; call the staff"};
  }
  const bool tells_wait = command.has_issue_ticket();
  return decide(state_, command, actor, moment(tells_wait ? &estimate().services : nullptr));
}

void Server::stamp_and_apply(Events& events, const wire::Command* command,
                             const std::optional<CommandId>& id) {
  std::vector<wire::PrivatePart> parts;
  parts.reserve(events.size());
  for (const wire::Event& event : events) parts.push_back(private_part(kept_, command, event));
  for (size_t i = 0; i < events.size(); ++i) {
    wire::Event& event = events[i];
    event.set_prev_seq(state_.seq);
    event.set_seq(state_.seq + 1);
    event.set_at_ms(tick_now_.ms);
    apply(state_, event);
    apply_private(kept_, event, parts[i]);
    // Only the first event of a command carries its id.
    batch_.push_back({event.seq(), tick_now_, i == 0 ? id : std::nullopt,
                      event.has_day_opened() ? event.day_opened().day() : 0, encode(event),
                      encode(parts[i])});
    HALL_ASSERT(batch_.back().body.size() <= limits::kMessageBytesMax);
  }
}

void Server::refuse(const std::string& peer, std::string_view command_id, const Refused& refused) {
  ++counters_.refusals[refused.code];
  wire::Reply reply = reply_for(refused);
  address(reply, options_.hall, command_id);
  answers_.push_back({peer, encode(reply)});
}

void Server::commit() {
  if (batch_.empty()) return;
  if (auto done = journal_.append(batch_); !done) {
    options_.fail_stop(done.error());
    HALL_ASSERT(false && "fail_stop returned");
  }
  ++counters_.commits;
  counters_.events += batch_.size();
}

void Server::publish_batch() {
  for (const JournalEntry& entry : batch_) transport_.publish(feed_of(entry.body, feed_of_run_));
}

void Server::answer_query(const Query& query) {
  wire::Reply reply = reply_to_query(query.command);
  if (reply.refusal() != wire::REFUSAL_UNSPECIFIED) ++counters_.refusals[reply.refusal()];
  address(reply, options_.hall, query.command.command_id());
  transport_.reply(query.peer, encode(reply));
}

const HallEstimate& Server::estimate() {
  const int64_t age_ms = clock_.steady_ms() - estimate_steady_ms_;
  const bool changed = state_.seq != estimate_seq_;
  const int64_t due_ms = std::max(changed ? kEstimateMinAgeMs : kEstimateMaxAgeMs,
                                  kEstimateRestTimes * estimate_took_ms_);
  if (age_ms >= due_ms || estimate_.services.size() != state_.services.size() ||
      estimate_seq_ < state_.day_seq) {
    const int64_t begin_ms = clock_.steady_ms();
    estimate_ = estimate_hall(state_, tick_now_, options_.estimate_runs_max);
    estimate_steady_ms_ = clock_.steady_ms();
    estimate_took_ms_ = std::min(estimate_steady_ms_ - begin_ms, kEstimateTookMaxMs);
    estimate_seq_ = state_.seq;
  }
  return estimate_;
}

void Server::pulse_if_due() {
  const int64_t steady_ms = clock_.steady_ms();
  if (steady_ms - pulse_steady_ms_ < kPulseMs) return;
  pulse_steady_ms_ = steady_ms;
  pulsed_at_ = tick_now_;
  wire::Feed feed;
  feed.set_run(run_);
  *feed.mutable_pulse() = pulse_of(state_, estimate().services, tick_now_);
  transport_.publish(encode(feed));
}

}  // namespace yichuang
