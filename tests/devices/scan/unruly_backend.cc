// A SANE backend that misbehaves as it is told: it crashes, hangs, jams in mid-page, loses its
// scanner, lies. It stands only for hardware and for bad backends, behind the real libsane. What it
// does stands in the file that UNRULY_SCRIPT names, "key=value" lines, read at each call.
#include <sane/sane.h>
#include <sane/saneopts.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace {

class Script {
 public:
  Script() {
    const char* path = getenv("UNRULY_SCRIPT");
    std::ifstream file(path != nullptr ? path : "");
    for (std::string line; std::getline(file, line);) {
      const size_t equals = line.find('=');
      if (equals != std::string::npos) values_[line.substr(0, equals)] = line.substr(equals + 1);
    }
  }
  int number(const char* key, int otherwise) const {
    const auto found = values_.find(key);
    return found == values_.end() ? otherwise : std::atoi(found->second.c_str());
  }
  bool fault(std::string_view name) const {
    const auto found = values_.find("fault");
    return found != values_.end() && found->second == name;
  }

 private:
  std::map<std::string, std::string> values_;
};

[[noreturn]] void hang() {
  while (true) pause();
}
void crash() { raise(SIGSEGV); }

enum OptionIndex {
  kCount,
  kSource,
  kMode,
  kDpi,
  kLeft,
  kTop,
  kRight,
  kBottom,
  kCover,
  kLoaded,
  kEnd
};

const SANE_String_Const kSources[] = {"Flatbed", "ADF", nullptr};
const SANE_String_Const kModes[] = {"Gray", "Color", nullptr};
const SANE_Word kResolutions[] = {4, 75, 150, 300, 600};
const SANE_Range kWidth{0, SANE_FIX(216), 0};
const SANE_Range kHeight{0, SANE_FIX(297), 0};

struct Scanner {
  SANE_Option_Descriptor options[kEnd]{};
  char source[16] = "Flatbed";
  char mode[16] = "Gray";
  SANE_Word dpi = 75;
  SANE_Word area[4] = {0, 0, SANE_FIX(216), SANE_FIX(297)};
  int pages = 0;  // of this feed
  bool scanning = false;
  uint64_t at = 0;
  std::atomic<bool> cancelled = false;
  SANE_Parameters about{};
};

void describe(Scanner& scanner) {
  const auto set = [&](OptionIndex i, const char* name, SANE_Value_Type type, SANE_Int size,
                       SANE_Unit unit, SANE_Int cap) {
    scanner.options[i] = {name, name, "", type, unit, size, cap, SANE_CONSTRAINT_NONE, {nullptr}};
  };
  constexpr SANE_Int kSettable = SANE_CAP_SOFT_SELECT | SANE_CAP_SOFT_DETECT;
  constexpr SANE_Int kWord = sizeof(SANE_Word);
  set(kCount, "", SANE_TYPE_INT, kWord, SANE_UNIT_NONE, SANE_CAP_SOFT_DETECT);
  set(kSource, SANE_NAME_SCAN_SOURCE, SANE_TYPE_STRING, 16, SANE_UNIT_NONE, kSettable);
  set(kMode, SANE_NAME_SCAN_MODE, SANE_TYPE_STRING, 16, SANE_UNIT_NONE, kSettable);
  set(kDpi, SANE_NAME_SCAN_RESOLUTION, SANE_TYPE_INT, kWord, SANE_UNIT_DPI, kSettable);
  const char* corners[] = {SANE_NAME_SCAN_TL_X, SANE_NAME_SCAN_TL_Y, SANE_NAME_SCAN_BR_X,
                           SANE_NAME_SCAN_BR_Y};
  for (int i = 0; i < 4; ++i) {
    const auto index = static_cast<OptionIndex>(kLeft + i);
    set(index, corners[i], SANE_TYPE_FIXED, kWord, SANE_UNIT_MM, kSettable);
    scanner.options[index].constraint_type = SANE_CONSTRAINT_RANGE;
    scanner.options[index].constraint.range = i % 2 == 0 ? &kWidth : &kHeight;
  }
  const bool sensors = Script().number("sensors", 1) != 0;
  const SANE_Int sensor = sensors ? SANE_CAP_SOFT_DETECT : SANE_CAP_INACTIVE;
  set(kCover, "cover-open", SANE_TYPE_BOOL, kWord, SANE_UNIT_NONE, sensor);
  set(kLoaded, "page-loaded", SANE_TYPE_BOOL, kWord, SANE_UNIT_NONE, sensor);
  scanner.options[kSource].constraint_type = SANE_CONSTRAINT_STRING_LIST;
  scanner.options[kSource].constraint.string_list = kSources;
  scanner.options[kMode].constraint_type = SANE_CONSTRAINT_STRING_LIST;
  scanner.options[kMode].constraint.string_list = kModes;
  scanner.options[kDpi].constraint_type = SANE_CONSTRAINT_WORD_LIST;
  scanner.options[kDpi].constraint.word_list = kResolutions;
}

Scanner& scanner_of(SANE_Handle handle) { return *static_cast<Scanner*>(handle); }

}  // namespace

extern "C" {

SANE_Status sane_unruly_init(SANE_Int* version, SANE_Auth_Callback) {
  if (version != nullptr) *version = SANE_VERSION_CODE(1, 0, 0);
  return SANE_STATUS_GOOD;
}
void sane_unruly_exit() {}

SANE_Status sane_unruly_get_devices(const SANE_Device*** list, SANE_Bool) {
  static const SANE_Device device{"0", "Unruly", "Model 1", "flatbed scanner"};
  static const SANE_Device* one[] = {&device, nullptr};
  static const SANE_Device* none[] = {nullptr};
  const Script script;
  if (script.fault("crash-list")) crash();
  if (script.fault("hang-list")) hang();
  *list = script.number("present", 1) != 0 ? one : none;
  return SANE_STATUS_GOOD;
}

SANE_Status sane_unruly_open(SANE_String_Const, SANE_Handle* handle) {
  const Script script;
  if (script.fault("crash-open")) crash();
  if (script.fault("hang-open")) hang();
  if (script.fault("busy-open")) return SANE_STATUS_DEVICE_BUSY;
  if (script.number("present", 1) == 0) return SANE_STATUS_IO_ERROR;
  auto* scanner = new Scanner;
  describe(*scanner);
  *handle = scanner;
  return SANE_STATUS_GOOD;
}

void sane_unruly_close(SANE_Handle handle) { delete &scanner_of(handle); }

const SANE_Option_Descriptor* sane_unruly_get_option_descriptor(SANE_Handle handle, SANE_Int i) {
  return i >= 0 && i < kEnd ? &scanner_of(handle).options[i] : nullptr;
}

SANE_Status sane_unruly_control_option(SANE_Handle handle, SANE_Int i, SANE_Action action,
                                       void* value, SANE_Int* info) {
  Scanner& scanner = scanner_of(handle);
  const Script script;
  if (info != nullptr) *info = 0;
  void* place = nullptr;
  SANE_Word word = 0;
  switch (i) {
    case kCount:
      word = kEnd;
      place = &word;
      break;
    case kSource:
      place = scanner.source;
      break;
    case kMode:
      place = scanner.mode;
      break;
    case kDpi:
      place = &scanner.dpi;
      break;
    case kCover:
      word = script.number("cover-open", 0);
      place = &word;
      break;
    case kLoaded:
      word = script.number("page-loaded", 0);
      place = &word;
      break;
    default:
      if (i < kLeft || i > kBottom) return SANE_STATUS_INVAL;
      place = &scanner.area[i - kLeft];
  }
  if (script.fault("hang-ask") && i == kCover) hang();
  const auto size = static_cast<size_t>(scanner.options[i].size);
  if (action == SANE_ACTION_GET_VALUE) {
    std::memcpy(value, place, size);
  } else if (scanner.options[i].type == SANE_TYPE_STRING) {
    std::strncpy(static_cast<char*>(place), static_cast<const char*>(value), size - 1);
  } else {
    std::memcpy(place, value, size);
  }
  return SANE_STATUS_GOOD;
}

SANE_Status sane_unruly_get_parameters(SANE_Handle handle, SANE_Parameters* about) {
  Scanner& scanner = scanner_of(handle);
  const bool colour = std::strcmp(scanner.mode, "Color") == 0;
  const auto dots = [&](SANE_Word mm) {
    return static_cast<SANE_Int>(SANE_UNFIX(mm) * scanner.dpi / 25.4);
  };
  SANE_Parameters& all = scanner.about;
  all = {};
  all.format = colour ? SANE_FRAME_RGB : SANE_FRAME_GRAY;
  all.last_frame = SANE_TRUE;
  all.pixels_per_line = dots(scanner.area[2] - scanner.area[0]);
  all.lines = dots(scanner.area[3] - scanner.area[1]);
  all.bytes_per_line = all.pixels_per_line * (colour ? 3 : 1);
  all.depth = 8;
  const Script script;
  if (script.fault("bad-width")) all.pixels_per_line = -5;
  if (script.fault("one-bit")) all.depth = 1;
  *about = all;
  if (script.number("lines-unknown", 0) != 0) about->lines = -1;
  return SANE_STATUS_GOOD;
}

SANE_Status sane_unruly_start(SANE_Handle handle) {
  Scanner& scanner = scanner_of(handle);
  const Script script;
  scanner.cancelled = false;
  if (script.fault("crash-start")) crash();
  if (script.fault("hang-start")) hang();
  if (script.fault("busy")) return SANE_STATUS_DEVICE_BUSY;
  if (script.number("cover-open", 0) != 0) return SANE_STATUS_COVER_OPEN;
  if (script.number("present", 1) == 0) return SANE_STATUS_IO_ERROR;
  const bool feeder = std::strcmp(scanner.source, "ADF") == 0;
  if (feeder && scanner.pages >= script.number("pages", 3)) {
    scanner.pages = 0;
    return SANE_STATUS_NO_DOCS;
  }
  scanner.pages += feeder ? 1 : 0;
  scanner.at = 0;
  scanner.scanning = true;
  SANE_Parameters about;
  return sane_unruly_get_parameters(handle, &about);
}

SANE_Status sane_unruly_read(SANE_Handle handle, SANE_Byte* data, SANE_Int room, SANE_Int* count) {
  Scanner& scanner = scanner_of(handle);
  *count = 0;
  const Script script;
  const auto faults_at = static_cast<uint64_t>(script.number("at", 20'000));
  usleep(static_cast<useconds_t>(script.number("delay-us", 0)));
  if (scanner.cancelled && !script.fault("deaf")) return SANE_STATUS_CANCELLED;
  const auto row_bytes = static_cast<uint64_t>(scanner.about.bytes_per_line);
  const uint64_t total = row_bytes * static_cast<uint64_t>(scanner.about.lines);
  uint64_t end = std::min(total, scanner.at + static_cast<uint64_t>(room));
  if (scanner.at >= faults_at) {
    if (script.fault("crash-read")) crash();
    if (script.fault("hang-read") || script.fault("deaf")) hang();
    if (script.fault("jam")) return SANE_STATUS_JAMMED;
    if (script.fault("io")) return SANE_STATUS_IO_ERROR;
    if (script.fault("short")) return SANE_STATUS_EOF;
    if (script.fault("eat-memory")) {
      for (int i = 0; i < 64; ++i) {
        auto* piece = static_cast<char*>(malloc(size_t{64} << 20));
        if (piece == nullptr) return SANE_STATUS_NO_MEM;
        std::memset(piece, 1, size_t{64} << 20);
      }
    }
    if (script.number("present", 1) == 0) return SANE_STATUS_IO_ERROR;
  } else {
    end = std::min(end, std::max(faults_at, scanner.at + 1));
  }
  if (scanner.at >= total) return SANE_STATUS_EOF;
  *count = static_cast<SANE_Int>(end - scanner.at);
  for (uint64_t i = scanner.at; i < end; ++i)
    data[i - scanner.at] = static_cast<SANE_Byte>((i / row_bytes) * 7 + i % row_bytes);
  scanner.at = end;
  return SANE_STATUS_GOOD;
}

void sane_unruly_cancel(SANE_Handle handle) {
  Scanner& scanner = scanner_of(handle);
  scanner.cancelled = true;
  scanner.scanning = false;
}

SANE_Status sane_unruly_set_io_mode(SANE_Handle, SANE_Bool) { return SANE_STATUS_GOOD; }
SANE_Status sane_unruly_get_select_fd(SANE_Handle, SANE_Int*) { return SANE_STATUS_UNSUPPORTED; }

}  // extern "C"
