#include "queue-server/web/paper_door.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/log.h"
#include "papers/capability.h"
#include "papers/seal.h"
#include "queue-server/web/web_limits.h"

namespace yichuang {

namespace {

constexpr std::string_view kPath = "/documents/";
constexpr int64_t kPurgeEveryMs = 5 * 60'000;

HttpResponse with_offset(HttpResponse response, uint64_t offset, bool complete) {
  response.headers.emplace_back("Upload-Offset", fmt::format("{}", offset));
  response.headers.emplace_back("Upload-Complete", complete ? "?1" : "?0");
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

HttpResponse later(std::string_view name, std::string_view sentence) {
  HttpResponse response = error_response(507, name, sentence);
  response.headers.emplace_back("Retry-After", "60");
  return response;
}

HttpResponse no_such_paper() {
  return error_response(404, "NO_SUCH_PAPER", "there is no such paper any more");
}

// Sent once, then overwritten.
HttpResponse pdf_response(std::string plain) {
  HttpResponse response;
  response.content_type = "application/pdf";
  response.body = std::shared_ptr<const std::string>(
      new std::string(std::move(plain)), [](const std::string* bytes) {
        sodium_memzero(const_cast<char*>(bytes->data()), bytes->size());
        delete bytes;
      });
  response.headers = {{"Cache-Control", "no-store"}, {"Content-Disposition", "inline"}};
  return response;
}

}  // namespace

std::optional<PieceRange> parse_content_range(std::string_view text) {
  constexpr std::string_view kUnit = "bytes ";
  if (!text.starts_with(kUnit)) return {};
  text.remove_prefix(kUnit.size());
  PieceRange range;
  const auto number = [&](uint64_t& to, char after) {
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), to);
    if (failed != std::errc()) return false;
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    if (after == '\0') return text.empty();
    if (!text.starts_with(after)) return false;
    text.remove_prefix(1);
    return true;
  };
  if (!number(range.from, '-') || !number(range.to, '/') || !number(range.total, '\0')) return {};
  if (range.to < range.from || range.to >= range.total) return {};
  return range;
}

std::string document_id_of(std::string_view hex) {
  std::string id(16, '\0');
  size_t length = 0;
  if (hex.size() != 32 ||
      sodium_hex2bin(reinterpret_cast<unsigned char*>(id.data()), id.size(), hex.data(), hex.size(),
                     nullptr, &length, nullptr) != 0 ||
      length != id.size())
    return {};
  return id;
}

PaperDoor::PaperDoor(std::unique_ptr<PaperStore> store, const Keys& keys, std::string hall)
    : store_(std::move(store)), keys_(keys), hall_(std::move(hall)), thread_([this] { run(); }) {}

PaperDoor::~PaperDoor() {
  {
    const std::lock_guard guard(lock_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void PaperDoor::tell_time(Time hall_now) {
  now_ms_ = hall_now.ms;
  queue([this] {
    keep_taken_in();
    if (now_ms_ < next_purge_ms_) return;
    next_purge_ms_ = now_ms_ + kPurgeEveryMs;
    if (const size_t old = store_->purge(Time{now_ms_}); old > 0)
      log_info("{} scanned papers were kept long enough and are deleted", old);
  });
}

void PaperDoor::tell_event(const wire::Event& event, const State& state) {
  const auto tell = [&](const auto& served) {
    const Ticket* ticket = state.ticket(served.ticket());
    const Window* window = state.window(served.window());
    if (served.outcome() == wire::VISIT_OUTCOME_ACCEPTED && ticket && window)
      take_in({ticket->key, {window->clerk, ticket->number, Time{event.at_ms()}}});
  };
  if (event.has_ticket_served()) tell(event.ticket_served());
  if (event.has_item_served()) tell(event.item_served());
}

void PaperDoor::take_in(Visit visit) {
  if (visit.how.clerk.empty()) return;  // an administrator ended it, nobody sat there
  {
    const std::lock_guard guard(lock_);
    taken_in_.push_back(std::move(visit));
  }
  queue([this] { keep_taken_in(); });  // if there is no room: with the next second
}

void PaperDoor::keep_taken_in() {
  std::deque<Visit> visits;
  {
    const std::lock_guard guard(lock_);
    visits.swap(taken_in_);
  }
  for (Visit& visit : visits) {
    const auto done = store_->take_in(visit.ticket, visit.how);
    if (done) continue;
    log_error("that papers were taken in is not kept yet: {}", done.error().sentence);
    const std::lock_guard guard(lock_);
    taken_in_.push_back(std::move(visit));
  }
}

std::string PaperDoor::taken_in_by(TicketKey ticket, std::string_view document) const {
  const auto papers = store_->index();
  const auto found = papers->find(ticket);
  if (found == papers->end()) return {};
  for (const PaperStore::Paper& paper : found->second)
    if (paper.leave.document() == document && paper.taken_in) return paper.taken_in->clerk;
  return {};
}

bool PaperDoor::queue(std::function<void()> job) {
  {
    const std::lock_guard guard(lock_);
    if (stopping_ || jobs_.size() >= web_limits::kPaperQueueMax) return false;
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
  return true;
}

void PaperDoor::run() {
  while (true) {
    std::unique_lock guard(lock_);
    changed_.wait(guard, [this] { return stopping_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    const auto job = std::move(jobs_.front());
    jobs_.pop_front();
    guard.unlock();
    job();
  }
}

void PaperDoor::handle(HttpRequest request, const HttpAnswer& answer) {
  const auto leave =
      check_upload(keys_.upload_public_key, hall_, request.authorization, Time{now_ms_});
  if (!leave) return answer(error_response(403, "NO_LEAVE", leave.error().sentence));
  const std::string id = document_id_of(
      std::string_view(request.path).substr(std::min(kPath.size(), request.path.size())));
  if (id.empty() || id != leave->document())
    return answer(error_response(403, "NO_LEAVE", "the leave is for another paper"));
  const bool puts = request.method == "PUT";
  const bool queued = queue([this, puts, leave = *leave, answer, request = std::move(request)] {
    if (puts) return put(request, answer);
    const uint64_t offset = store_->offset(leave);
    answer(with_offset(text_response(200, "text/plain", ""), offset, offset == leave.size()));
  });
  if (!queued) answer(error_response(503, "BUSY", "too many papers come in; try again"));
}

// On the door's thread. The leave was good a moment ago; it is read again rather than carried.
void PaperDoor::put(const HttpRequest& request, const HttpAnswer& answer) {
  const auto leave =
      check_upload(keys_.upload_public_key, hall_, request.authorization, Time{now_ms_});
  if (!leave) return answer(error_response(403, "NO_LEAVE", leave.error().sentence));
  const auto range = parse_content_range(request.content_range);
  if (!range || range->total != leave->size() || range->to - range->from + 1 != request.body.size())
    return answer(error_response(
        400, "WRONG_RANGE", "Content-Range must say which bytes of the granted paper these are"));
  const auto taken = store_->put(*leave, range->from, request.body, Time{now_ms_});
  if (!taken) {
    log_error("{}", taken.error().sentence);
    return answer(later("DISK", "the paper could not be kept; try again later"));
  }
  switch (*taken) {
    case PaperStore::Put::kMore:
      return answer(with_offset(json_response(202, R"({"ok":true})"), range->to + 1, false));
    case PaperStore::Put::kComplete:
      return answer(with_offset(json_response(201, R"({"ok":true})"), leave->size(), true));
    case PaperStore::Put::kElsewhere:
      return answer(with_offset(error_response(409, "ELSEWHERE", "go on at Upload-Offset"),
                                store_->offset(*leave), false));
    case PaperStore::Put::kWrong:
      log_warning("an uploaded paper had another hash than was granted; it is thrown away");
      return answer(error_response(422, "WRONG_HASH", "this is not the paper that was granted"));
    case PaperStore::Put::kFull:
      log_error("no room for scanned papers: the disk is nearly full");
      return answer(later("DISK_FULL", "there is no room for papers now; try again later"));
  }
}

void PaperDoor::open(TicketKey ticket, std::string document, const HttpAnswer& answer) {
  const bool queued = queue([this, ticket, document = std::move(document), answer] {
    const auto sealed = store_->read(ticket, document);
    if (!sealed) return answer(no_such_paper());
    auto plain = open_sealed(keys_.document, *sealed);
    if (!plain) {
      log_error("a scanned paper does not open");
      return answer(error_response(500, "DAMAGED", plain.error().sentence));
    }
    answer(pdf_response(*std::move(plain)));
  });
  if (!queued) answer(error_response(503, "BUSY", "too many papers are opened; try again"));
}

}  // namespace yichuang
