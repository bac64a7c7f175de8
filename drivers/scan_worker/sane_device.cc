#include "drivers/scan_worker/sane_device.h"

#include <sane/saneopts.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "drivers/scan_worker/escl_client.h"

namespace yichuang {
namespace {

using scan_wire::Kind;

constexpr SANE_Int kReadBytes = 32 * 1024;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

// Backends name modes and sources in words of their own (SANE Standard, appendix: "Color", "Gray",
// "Flatbed", "Automatic Document Feeder"; airscan "ADF Duplex"; avision "24bit Color"; …).
bool is_colour(std::string_view mode) {
  return lower(mode).find("color") != std::string::npos &&
         lower(mode).find("48") == std::string::npos;
}
bool is_grey(std::string_view mode) {
  return (lower(mode).find("gray") != std::string::npos ||
          lower(mode).find("grey") != std::string::npos) &&
         lower(mode).find("16") == std::string::npos;
}
ScanSource source_of(std::string_view name) {
  const std::string text = lower(name);
  const bool feeder =
      text.find("adf") != std::string::npos || text.find("feeder") != std::string::npos;
  if (!feeder) return ScanSource::kFlatbed;
  return text.find("duplex") != std::string::npos ? ScanSource::kFeederDuplex : ScanSource::kFeeder;
}

std::vector<std::string> choices_of(const SANE_Option_Descriptor* option) {
  std::vector<std::string> choices;
  if (option == nullptr || option->constraint_type != SANE_CONSTRAINT_STRING_LIST) return choices;
  for (const SANE_String_Const* each = option->constraint.string_list; *each != nullptr; ++each)
    choices.emplace_back(*each);
  return choices;
}

double number_of(SANE_Word word, SANE_Value_Type type) {
  return type == SANE_TYPE_FIXED ? SANE_UNFIX(word) : word;
}

// The greatest value that an option takes, in its own unit; 0: it does not say.
double greatest_of(const SANE_Option_Descriptor* option) {
  if (option == nullptr) return 0;
  if (option->constraint_type == SANE_CONSTRAINT_RANGE)
    return number_of(option->constraint.range->max, option->type);
  return 0;
}

uint16_t clamp16(double value) { return static_cast<uint16_t>(std::clamp(value, 0.0, 65535.0)); }

void note_resolutions(const SANE_Option_Descriptor* option, scan_wire::Opened& opened) {
  if (option == nullptr) return;
  if (option->constraint_type == SANE_CONSTRAINT_RANGE) {
    opened.dpi_min = clamp16(std::ceil(number_of(option->constraint.range->min, option->type)));
    opened.dpi_max = clamp16(number_of(option->constraint.range->max, option->type));
  }
  if (option->constraint_type != SANE_CONSTRAINT_WORD_LIST) return;
  const SANE_Word* list = option->constraint.word_list;
  std::vector<uint16_t> all;
  for (SANE_Int i = 1; i <= list[0]; ++i) all.push_back(clamp16(number_of(list[i], option->type)));
  std::ranges::sort(all);
  opened.dpi_count = static_cast<uint8_t>(std::min(all.size(), limits::kScannerDpiMax));
  std::copy_n(all.begin(), opened.dpi_count, opened.dpi);
}

}  // namespace

// --- Opening -------------------------------------------------------------------------------------

scan_wire::Opened SaneDevice::open(const std::string& name) {
  name_ = name;
  status_url_ = escl_status_url(name);
  return reopen();
}

scan_wire::Opened SaneDevice::reopen() {
  close();
  scan_wire::Opened opened{};
  SANE_Handle handle = nullptr;
  const SANE_Status status = sane_open(name_.c_str(), &handle);
  if (status != SANE_STATUS_GOOD) {
    const bool busy = status == SANE_STATUS_DEVICE_BUSY;
    opened.reason = static_cast<uint8_t>(busy ? ScanReason::kBusy : ScanReason::kAway);
    return opened;
  }
  {
    const std::lock_guard lock(mutex_);
    handle_ = handle;
  }
  index_options();
  return describe();
}

void SaneDevice::close() {
  SANE_Handle handle = nullptr;
  {
    const std::lock_guard lock(mutex_);
    std::swap(handle, handle_);
    scanning_ = false;
  }
  options_.clear();
  if (handle != nullptr) sane_close(handle);
}

scan_wire::Opened SaneDevice::describe() {
  scan_wire::Opened opened{};
  opened.tells = tells();
  const auto sources = choices_of(find(SANE_NAME_SCAN_SOURCE));
  for (const auto& each : sources) opened.sources |= 1U << static_cast<unsigned>(source_of(each));
  if (sources.empty()) opened.sources = 1U << static_cast<unsigned>(ScanSource::kFlatbed);
  const auto modes = choices_of(find(SANE_NAME_SCAN_MODE));
  opened.colour = modes.empty() || std::ranges::any_of(modes, is_colour);
  opened.grey = modes.empty() || std::ranges::any_of(modes, is_grey);
  note_resolutions(find(SANE_NAME_SCAN_RESOLUTION), opened);
  const auto* right = find(SANE_NAME_SCAN_BR_X);
  if (right != nullptr && right->unit == SANE_UNIT_MM) {
    opened.width_mm = clamp16(greatest_of(right));
    opened.height_mm = clamp16(greatest_of(find(SANE_NAME_SCAN_BR_Y)));
  }
  return opened;
}

// --- Options -------------------------------------------------------------------------------------

void SaneDevice::index_options() {
  options_.clear();
  SANE_Int count = 0;
  if (sane_control_option(handle_, 0, SANE_ACTION_GET_VALUE, &count, nullptr) != SANE_STATUS_GOOD)
    return;
  for (SANE_Int i = 1; i < count; ++i) {
    const SANE_Option_Descriptor* about = sane_get_option_descriptor(handle_, i);
    if (about == nullptr || about->name == nullptr || *about->name == '\0') continue;
    if (!SANE_OPTION_IS_ACTIVE(about->cap)) continue;
    options_[about->name] = {i, about};
  }
}

const SANE_Option_Descriptor* SaneDevice::find(const char* name) const {
  const auto found = options_.find(name);
  return found == options_.end() ? nullptr : found->second.about;
}

bool SaneDevice::control(const Option& option, void* value) {
  SANE_Int info = 0;
  const SANE_Status status =
      sane_control_option(handle_, option.index, SANE_ACTION_SET_VALUE, value, &info);
  if (info & SANE_INFO_RELOAD_OPTIONS) index_options();
  return status == SANE_STATUS_GOOD;
}

// In the option's own type: an integer where a fixed number is wanted gives a page of a few dots.
bool SaneDevice::set_number(const char* name, double value) {
  const auto found = options_.find(name);
  if (found == options_.end()) return false;
  const SANE_Value_Type type = found->second.about->type;
  if (type != SANE_TYPE_INT && type != SANE_TYPE_FIXED) return false;
  SANE_Word word = type == SANE_TYPE_FIXED ? SANE_FIX(value) : static_cast<SANE_Word>(value);
  return control(found->second, &word);
}

bool SaneDevice::set_text(const char* name, const std::string& value) {
  const auto found = options_.find(name);
  if (found == options_.end() || found->second.about->type != SANE_TYPE_STRING) return false;
  std::vector<char> room(static_cast<size_t>(std::max(found->second.about->size, 0)) + 1);
  if (value.size() >= room.size()) return false;
  value.copy(room.data(), value.size());
  return control(found->second, room.data());
}

bool SaneDevice::set_flag(const char* name, bool value) {
  const auto found = options_.find(name);
  if (found == options_.end() || found->second.about->type != SANE_TYPE_BOOL) return false;
  SANE_Bool word = value ? SANE_TRUE : SANE_FALSE;
  return control(found->second, &word);
}

bool SaneDevice::get_flag(const char* name) const {
  const auto found = options_.find(name);
  if (found == options_.end() || found->second.about->type != SANE_TYPE_BOOL) return false;
  SANE_Bool word = SANE_FALSE;
  return sane_control_option(handle_, found->second.index, SANE_ACTION_GET_VALUE, &word, nullptr) ==
             SANE_STATUS_GOOD &&
         word == SANE_TRUE;
}

// --- Its state -----------------------------------------------------------------------------------

// The names are those of the backends fujitsu, canon_dr and epjitsu; others have no sensors.
bool SaneDevice::tells() const {
  return !status_url_.empty() || find("cover-open") != nullptr || find("page-loaded") != nullptr ||
         find("adf-loaded") != nullptr;
}

bool SaneDevice::ask(scan_wire::Facts& facts) {
  if (!status_url_.empty()) {
    const auto told = ask_escl_status(status_url_);
    if (told) facts = *told;
    return told.has_value();
  }
  facts = {};
  facts.cover_open = get_flag("cover-open");
  facts.paper_loaded = get_flag("page-loaded") || get_flag("adf-loaded");
  return true;
}

// --- Scanning ------------------------------------------------------------------------------------

void SaneDevice::cancel() {
  cancelled_ = true;
  const std::lock_guard lock(mutex_);
  if (handle_ != nullptr && scanning_) sane_cancel(handle_);
}

ScanReason SaneDevice::set_up(const scan_wire::Scan& job) {
  (void)set_flag(SANE_NAME_PREVIEW, job.preview != 0);  // where there is such a mode
  const auto sources = choices_of(find(SANE_NAME_SCAN_SOURCE));
  const auto wanted = static_cast<ScanSource>(job.source);
  const auto source =
      std::ranges::find_if(sources, [&](const auto& each) { return source_of(each) == wanted; });
  if (source == sources.end() ? !(sources.empty() && wanted == ScanSource::kFlatbed)
                              : !set_text(SANE_NAME_SCAN_SOURCE, *source))
    return ScanReason::kBadJob;
  const auto modes = choices_of(find(SANE_NAME_SCAN_MODE));
  const auto mode = std::ranges::find_if(
      modes, [&](const auto& each) { return job.colour ? is_colour(each) : is_grey(each); });
  if (mode == modes.end() ? !modes.empty() : !set_text(SANE_NAME_SCAN_MODE, *mode))
    return ScanReason::kBadJob;
  (void)set_number(SANE_NAME_BIT_DEPTH, 8);  // where it can be chosen; the page's head is checked
  if (job.dpi != 0 && !set_number(SANE_NAME_SCAN_RESOLUTION, job.dpi)) return ScanReason::kBadJob;
  const auto* right = find(SANE_NAME_SCAN_BR_X);
  if (right == nullptr || right->unit != SANE_UNIT_MM) return ScanReason::kNone;
  const auto far = [](uint16_t wish_mm, double greatest) {
    return wish_mm == 0 ? greatest : std::min<double>(wish_mm, greatest);
  };
  (void)set_number(SANE_NAME_SCAN_TL_X, 0);
  (void)set_number(SANE_NAME_SCAN_TL_Y, 0);
  const double width = far(job.width_mm, greatest_of(right));
  const double height = far(job.height_mm, greatest_of(find(SANE_NAME_SCAN_BR_Y)));
  if (width > 0) (void)set_number(SANE_NAME_SCAN_BR_X, width);
  if (height > 0) (void)set_number(SANE_NAME_SCAN_BR_Y, height);
  return ScanReason::kNone;
}

scan_wire::End SaneDevice::scan(const scan_wire::Scan& job) {
  scan_wire::End end{};
  ScanReason reason = set_up(job);
  const bool feeder = static_cast<ScanSource>(job.source) != ScanSource::kFlatbed;
  const int pages_max = feeder ? job.pages_max : 1;
  while (reason == ScanReason::kNone && end.pages < pages_max) {
    reason = one_page(job.dpi);
    if (reason == ScanReason::kNone) ++end.pages;
  }
  // An empty feeder is how the last page is told.
  if (reason == ScanReason::kNoPaper && end.pages > 0) reason = ScanReason::kNone;
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(scanning_, false)) sane_cancel(handle_);
  }
  // A failed transfer, or the loss of the scanner? One that does not open again is lost.
  if (reason == ScanReason::kTransferError && reopen().reason != 0) reason = ScanReason::kUnplugged;
  end.reason = static_cast<uint8_t>(reason);
  return end;
}

// --- One page ------------------------------------------------------------------------------------

ScanReason SaneDevice::one_page(int dpi) {
  {
    const std::lock_guard lock(mutex_);
    if (cancelled_) return ScanReason::kCancelled;
    scanning_ = true;
  }
  SANE_Status status = sane_start(handle_);
  if (status != SANE_STATUS_GOOD) return reason_of(status, true);
  SANE_Parameters about{};
  status = sane_get_parameters(handle_, &about);
  if (status != SANE_STATUS_GOOD) return reason_of(status, true);
  const bool colour = about.format == SANE_FRAME_RGB;
  if ((!colour && about.format != SANE_FRAME_GRAY) || about.depth != 8) return ScanReason::kBadJob;
  return read_rows(about, {about.pixels_per_line, about.lines, about.bytes_per_line,
                           static_cast<uint16_t>(dpi), colour, 0});
}

// A page begins with its first row: over a network sane_start may be glad before the scanner has
// looked for paper. sane_read says EOF also of a page that was cut short: rows are counted.
ScanReason SaneDevice::read_rows(const SANE_Parameters& about, const scan_wire::Page& head) {
  std::vector<uint8_t> message(1 + kReadBytes);
  message[0] = static_cast<uint8_t>(Kind::kRows);
  uint64_t total = 0;
  while (true) {
    SANE_Int count = 0;
    const SANE_Status status = sane_read(handle_, message.data() + 1, kReadBytes, &count);
    if (cancelled_) return ScanReason::kCancelled;
    if (status == SANE_STATUS_EOF) break;
    if (status != SANE_STATUS_GOOD) return reason_of(status, total == 0);
    if (count < 0 || count > kReadBytes) return ScanReason::kTransferError;
    if (total == 0 && count > 0) tell_(scan_wire::message(Kind::kPage, head));
    total += static_cast<uint64_t>(count);
    if (count > 0) tell_(std::span(message).first(1 + static_cast<size_t>(count)));
  }
  std::ranges::fill(message, 0);
  const auto row_bytes = static_cast<uint64_t>(std::max(about.bytes_per_line, 1));
  const bool whole = about.lines < 0 ? total > 0 && total % row_bytes == 0
                                     : total == row_bytes * static_cast<uint64_t>(about.lines);
  if (!whole) return ScanReason::kTruncated;
  tell_(scan_wire::message(Kind::kPageEnd));
  return ScanReason::kNone;
}

ScanReason SaneDevice::reason_of(SANE_Status status, bool at_start) {
  if (cancelled_) return ScanReason::kCancelled;
  switch (status) {
    case SANE_STATUS_JAMMED:
      return ScanReason::kJammed;
    case SANE_STATUS_NO_DOCS:
      return at_start ? ScanReason::kNoPaper : ScanReason::kTruncated;
    case SANE_STATUS_COVER_OPEN:
      return ScanReason::kCoverOpen;
    case SANE_STATUS_DEVICE_BUSY:
      return ScanReason::kBusy;
    case SANE_STATUS_NO_MEM:
      return ScanReason::kTooLarge;
    case SANE_STATUS_UNSUPPORTED:
    case SANE_STATUS_INVAL:
      return ScanReason::kBadJob;
    case SANE_STATUS_CANCELLED:  // not by us: a person at the scanner
    case SANE_STATUS_EOF:
      return ScanReason::kTruncated;
    default:
      break;
  }
  // An open hatch, and more, comes as an I/O error; a scanner that can tell is asked.
  scan_wire::Facts facts{};
  if (tells() && ask(facts)) {
    if (facts.cover_open) return ScanReason::kCoverOpen;
    if (facts.jammed) return ScanReason::kJammed;
  }
  return ScanReason::kTransferError;
}

// --- Listing -------------------------------------------------------------------------------------

void tell_devices(const SaneDevice::Tell& tell) {
  const SANE_Device** list = nullptr;
  if (sane_get_devices(&list, SANE_FALSE) != SANE_STATUS_GOOD || list == nullptr) return;
  for (size_t i = 0; list[i] != nullptr && i < limits::kScannersMax; ++i) {
    scan_wire::Device device{};
    scan_wire::put_text(device.name, list[i]->name != nullptr ? list[i]->name : "");
    scan_wire::put_text(device.vendor, list[i]->vendor != nullptr ? list[i]->vendor : "");
    scan_wire::put_text(device.model, list[i]->model != nullptr ? list[i]->model : "");
    scan_wire::put_text(device.type, list[i]->type != nullptr ? list[i]->type : "");
    tell(scan_wire::message(Kind::kDevice, device));
  }
}

}  // namespace yichuang
