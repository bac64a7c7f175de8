#include "tests/devices/printer_model.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace yichuang {
namespace {

constexpr size_t kToHostBytesMax = 64 * 1024;

uint8_t bits(std::initializer_list<std::pair<bool, int>> facts, int fixed) {
  for (const auto& [fact, value] : facts) {
    if (fact) fixed |= value;
  }
  return static_cast<uint8_t>(fixed);
}

}  // namespace

PrinterModel::PrinterModel(PrinterIdentity identity)
    : identity_(std::move(identity)), paper_(identity_.width_dots) {
  facts_.away = false;
}

// --- State ---------------------------------------------------------------------------------------

bool PrinterModel::online() const {
  return !facts_.offline && !facts_.paper_out && !facts_.cover_open && !facts_.cutter_error &&
         !facts_.overheated && !facts_.unrecoverable;
}

bool PrinterModel::works() const { return online() && (!rows_allowed_ || *rows_allowed_ > 0); }

void PrinterModel::set_facts(const PrinterFacts& facts) {
  const bool new_roll = facts_.paper_out && !facts.paper_out;
  facts_ = facts;
  facts_.away = false;
  if (new_roll) {
    paper_.tear();
    if (on_new_roll) on_new_roll(received_bytes_ - buffer_.size());
  }
  tell_changes();
  work();
}

// Throws away what waits, as a reset does.
void PrinterModel::forget() {
  if (on_discarded) on_discarded(received_bytes_ - buffer_.size(), received_bytes_);
  buffer_.clear();
  to_host_.clear();
  interpreter_.reset();
  real_time_.clear();
  automatic_mask_ = 0;
}

void PrinterModel::power_cycle() { forget(); }

void PrinterModel::say(std::span<const uint8_t> bytes) {
  if (mute_ || to_host_.size() + bytes.size() > kToHostBytesMax) return;
  to_host_.insert(to_host_.end(), bytes.begin(), bytes.end());
}

void PrinterModel::set_rows_allowed(std::optional<uint64_t> rows) {
  rows_allowed_ = rows;
  work();
}

// --- USB -----------------------------------------------------------------------------------------

std::vector<uint8_t> PrinterModel::descriptors() const {
  const auto low = [](uint16_t id) { return static_cast<uint8_t>(id & 0xFF); };
  const auto high = [](uint16_t id) { return static_cast<uint8_t>(id >> 8); };
  return {
      // Device: USB 2.0, class by interface, 64-byte packets, strings 1, 2, 3, one configuration.
      18, 1, 0x00, 0x02, 0, 0, 0, 64, low(identity_.vendor), high(identity_.vendor),
      low(identity_.product), high(identity_.product), 0x00, 0x01, 1, 2, 3, 1,
      // Configuration, interface (printer, bidirectional), bulk OUT, bulk IN.
      9, 2, 32, 0, 1, 1, 0, 0xC0, 1,    //
      9, 4, 0, 0, 2, 7, 1, 2, 0,        //
      7, 5, kOutEndpoint, 2, 64, 0, 0,  //
      7, 5, kInEndpoint, 2, 64, 0, 0};
}

std::string PrinterModel::text(int index) const {
  switch (index) {
    case 1:
      return identity_.manufacturer;
    case 2:
      return identity_.name;
    case 3:
      return identity_.serial;
    default:
      return {};
  }
}

// USB Printer Class 1.1, section 4.2.
int PrinterModel::control(const UsbControl& request, std::vector<uint8_t>& data) {
  if (request.type == 0xA1 && request.request == 0) {  // GET_DEVICE_ID, IEEE 1284
    const std::string id =
        "MFG:" + identity_.manufacturer + ";CMD:ESC/POS;MDL:" + identity_.name + ";CLS:PRINTER;";
    const size_t size = id.size() + 2;
    data = {static_cast<uint8_t>(size >> 8), static_cast<uint8_t>(size & 0xFF)};
    data.insert(data.end(), id.begin(), id.end());
    return static_cast<int>(data.size());
  }
  if (request.type == 0xA1 && request.request == 1) {  // GET_PORT_STATUS
    const bool error = facts_.cutter_error || facts_.unrecoverable;
    data = {bits({{!error, 0x08}, {online(), 0x10}, {facts_.paper_out, 0x20}}, 0)};
    return 1;
  }
  if (request.type == 0x21 && request.request == 2 && identity_.obeys_soft_reset) {
    ++soft_resets_;
    forget();
    return 0;
  }
  return -EPIPE;
}

size_t PrinterModel::out(uint8_t endpoint, std::span<const uint8_t> bytes) {
  if (endpoint != kOutEndpoint || nak_) return 0;
  size_t taken = 0;
  while (taken < bytes.size()) {
    const size_t room = kBufferBytes - buffer_.size();
    const auto part = bytes.subspan(taken, std::min(room, bytes.size() - taken));
    if (part.empty()) break;
    if (on_received) on_received(part);
    received_bytes_ += part.size();
    taken += part.size();
    for (const uint8_t byte : part) {
      watch_real_time(byte);
      buffer_.push_back(byte);
    }
    work();
  }
  return taken;
}

size_t PrinterModel::in(uint8_t endpoint, std::span<uint8_t> space) {
  if (endpoint != kInEndpoint) return 0;
  const size_t count = std::min(space.size(), to_host_.size());
  const auto end = to_host_.begin() + static_cast<std::ptrdiff_t>(count);
  std::copy(to_host_.begin(), end, space.begin());
  to_host_.erase(to_host_.begin(), end);
  return count;
}

// --- Printing ------------------------------------------------------------------------------------

void PrinterModel::work() {
  while (works() && !buffer_.empty()) {
    const uint8_t byte = buffer_.front();
    buffer_.pop_front();
    interpreter_.feed(byte);
  }
}

void PrinterModel::row(std::span<const uint8_t> dots, Justify justify) {
  paper_.add_row(dots, justify);
  if (rows_allowed_ && *rows_allowed_ > 0) --*rows_allowed_;
  if (!out_after_rows_ || paper_.rows() < *out_after_rows_) return;
  out_after_rows_.reset();
  facts_.paper_out = true;
  tell_changes();
}

void PrinterModel::cut() {
  if (std::exchange(jam_at_cut_, false)) {
    facts_.cutter_error = true;
    tell_changes();
    return;
  }
  paper_.cut();
}

void PrinterModel::qr(const std::string& data, int module_dots, int level, Justify justify) {
  paper_.add_qr(data, module_dots, level, justify);
}

// --- Answers -------------------------------------------------------------------------------------

// DLE EOT n is answered as it is received, wherever in the stream it stands: also inside a picture.
void PrinterModel::watch_real_time(uint8_t byte) {
  real_time_.push_back(byte);
  if (real_time_.size() > 3) real_time_.erase(real_time_.begin());
  if (real_time_.size() < 3 || real_time_[0] != 0x10 || real_time_[1] != 0x04) return;
  if (byte < 1 || byte > 4) return;
  const uint8_t answer[] = {real_time_status(byte)};
  say(answer);
}

uint8_t PrinterModel::real_time_status(int n) const {
  constexpr int kFixed = 0x12;
  const PrinterFacts& f = facts_;
  switch (n) {
    case 1:
      return bits({{!online(), 0x08}}, kFixed);
    case 2: {
      const bool error = f.cutter_error || f.unrecoverable || f.overheated;
      return bits({{f.cover_open, 0x04}, {f.paper_out, 0x20}, {error, 0x40}}, kFixed);
    }
    case 3:
      return bits({{f.cutter_error, 0x08}, {f.unrecoverable, 0x20}, {f.overheated, 0x40}}, kFixed);
    default:
      return bits({{f.paper_near_end, 0x0C}, {f.paper_out, 0x60}}, kFixed);
  }
}

std::vector<uint8_t> PrinterModel::automatic_status() const {
  const PrinterFacts& f = facts_;
  return {bits({{!online(), 0x08}, {f.cover_open, 0x20}}, 0x10),
          bits({{f.cutter_error, 0x08}, {f.unrecoverable, 0x20}, {f.overheated, 0x40}}, 0),
          bits({{f.paper_near_end, 0x03}, {f.paper_out, 0x0C}}, 0), 0};
}

void PrinterModel::report_changes(uint8_t mask) {
  if (!identity_.knows_automatic_status) return;
  automatic_mask_ = mask;
  if (mask == 0) return;
  told_ = automatic_status();
  say(told_);
}

void PrinterModel::tell_changes() {
  if (automatic_mask_ == 0 || told_ == automatic_status()) return;
  told_ = automatic_status();
  say(told_);
}

// GS r 1. Reached only while online, so there is no answer at paper end.
void PrinterModel::paper_requested() {
  const uint8_t answer[] = {bits({{facts_.paper_near_end, 0x03}, {facts_.paper_out, 0x0C}}, 0)};
  say(answer);
}

}  // namespace yichuang
