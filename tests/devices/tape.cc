#include "tests/devices/tape.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

namespace yichuang {
namespace {

class OntoPaper final : public EscPosSink {
 public:
  explicit OntoPaper(Paper& paper) : paper_(paper) {}
  void row(std::span<const uint8_t> dots, Justify justify) override {
    paper_.add_row(dots, justify);
  }
  void feed(int dots) override { paper_.feed(dots); }
  void cut() override { paper_.cut(); }
  void qr(const std::string& data, int module_dots, int level, Justify justify) override {
    paper_.add_qr(data, module_dots, level, justify);
  }
  void text(const std::string& line, bool, int, Justify) override { paper_.add_text(line); }
  void initialize() override {}
  void report_changes(uint8_t) override {}
  void paper_requested() override {}

 private:
  Paper& paper_;
};

struct Mark {
  bool new_roll = false;
  uint64_t from = 0;
  uint64_t to = 0;
};

std::vector<Mark> parse_marks(std::string_view text) {
  std::vector<Mark> marks;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string word;
    Mark mark;
    words >> word >> mark.from;
    mark.new_roll = word == "roll";
    mark.to = mark.from;
    if (word == "discard") words >> mark.to;
    if (words && (mark.new_roll || word == "discard") && mark.to >= mark.from) {
      marks.push_back(mark);
    }
  }
  std::ranges::stable_sort(marks, {}, &Mark::from);
  return marks;
}

int open_for_append(const std::filesystem::path& path) {
  return ::open(path.c_str(), O_CREAT | O_APPEND | O_WRONLY | O_CLOEXEC, 0644);
}

}  // namespace

Result<std::unique_ptr<TapeWriter>> TapeWriter::open(const std::filesystem::path& file) {
  const int bytes = open_for_append(file);
  const int marks = open_for_append(file.string() + ".marks");
  struct stat about {};
  if (bytes < 0 || marks < 0 || ::fstat(bytes, &about) != 0) {
    const int error = errno;
    if (bytes >= 0) ::close(bytes);
    if (marks >= 0) ::close(marks);
    return Error{ErrorCode::kUnavailable,
                 fmt::format("{}: {}", file.string(), std::generic_category().message(error))};
  }
  return std::unique_ptr<TapeWriter>(
      new TapeWriter(bytes, marks, static_cast<uint64_t>(about.st_size)));
}

TapeWriter::TapeWriter(int bytes, int marks, uint64_t begin)
    : bytes_(bytes), marks_(marks), begin_(begin) {}

TapeWriter::~TapeWriter() {
  ::close(bytes_);
  ::close(marks_);
}

void TapeWriter::follow(PrinterModel& model) {
  model.on_received = [this](std::span<const uint8_t> bytes) { write(bytes_, bytes); };
  model.on_discarded = [this](uint64_t from, uint64_t to) {
    mark(fmt::format("discard {} {}\n", begin_ + from, begin_ + to));
  };
  model.on_new_roll = [this](uint64_t at) { mark(fmt::format("roll {}\n", begin_ + at)); };
}

void TapeWriter::mark(const std::string& line) {
  write(marks_, {reinterpret_cast<const uint8_t*>(line.data()), line.size()});
}

void TapeWriter::write(int file, std::span<const uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      fmt::print(stderr, "rig: the printer's bytes cannot be written: {}\n",
                 std::generic_category().message(errno));
      return;
    }
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
}

Paper decode_tape(std::span<const uint8_t> bytes, std::string_view marks, int width_dots) {
  Paper paper(width_dots);
  OntoPaper sink(paper);
  EscPosInterpreter interpreter(sink);
  uint64_t at = 0;
  const auto print_until = [&](uint64_t end) {
    for (; at < std::min<uint64_t>(end, bytes.size()); ++at) interpreter.feed(bytes[at]);
  };
  for (const Mark& mark : parse_marks(marks)) {
    print_until(mark.from);
    if (mark.new_roll) {
      paper.tear();
    } else {
      interpreter.reset();
      at = std::max(at, mark.to);
    }
  }
  print_until(bytes.size());
  return paper;
}

}  // namespace yichuang
