#include "kiosk/devices.h"

#include <utility>

namespace yichuang::kiosk {

void Devices::add(const char* name, std::function<DeviceState()> state) {
  reported_.push_back(
      std::make_unique<Reported>(Reported{name, std::move(state), DeviceReport(name, submit_)}));
}

Result<void> Devices::open_reader(const char* name, const std::string& address,
                                  const std::function<void()>& wake,
                                  std::unique_ptr<ReaderPort>& port) {
  if (address == "none") return {};
  ReaderOptions options;
  if (person_key_) options.person_key = *person_key_;
  auto opened = ReaderPort::open(address, options, wake);
  if (!opened) return opened.error();
  port = std::move(*opened);
  add(name, [&port] { return state_of(port->status()); });
  return {};
}

Result<void> Devices::open(const std::function<void()>& wake) {
  if (settings_.has_printer()) {
    PrinterOptions options;
    options.quirks_folder = settings_.printer_quirks;
    options.width_dots = settings_.printer_width_dots;
    options.counter_file = settings_.beside_outbox(".printed");
    auto printer = PrinterPort::open(settings_.printer, options, wake);
    if (!printer) return printer.error();
    printer_ = std::move(*printer);
    add("printer", [this] { return state_of(printer_->status()); });
  }
  if (settings_.scanner != "none") {
    auto scanner = ScannerPort::open(settings_.scanner, {}, wake);
    if (!scanner) return scanner.error();
    scanner_ = std::move(*scanner);
    add("scanner", [this] {
      ScannerStatus status = scanner_->status();
      status.facts.paper_loaded = false;  // no fault, and comes and goes with each citizen
      return state_of(status);
    });
  }
  if (const std::string prefix = settings_.wedge_prefix(); !prefix.empty()) {
    wedge_.emplace(prefix);
  } else if (auto done = open_reader("code_reader", settings_.code_reader, wake, code_reader_);
             !done) {
    return done;
  }
  return open_reader("id_reader", settings_.id_reader, wake, id_reader_);
}

void Devices::on_code(std::function<void(const std::string&)> code) {
  code_ = std::move(code);
  if (code_reader_)
    code_reader_->on_code([this](const hid::ScannedCode& read) { code_(read.text); });
}

bool Devices::reads_codes() const {
  return wedge_.has_value() ||
         (code_reader_ && code_reader_->status().condition == DeviceCondition::kReady);
}

void Devices::on_card(std::function<void(const CardRead&)> card) {
  if (id_reader_ && person_key_) id_reader_->on_card(std::move(card));
}

bool Devices::reads_cards() const {
  return id_reader_ && person_key_ && id_reader_->status().condition == DeviceCondition::kReady;
}

void Devices::seek_cards(bool on) {
  if (!id_reader_ || on == seeking_) return;
  seeking_ = on;
  id_reader_->seek_cards(on);
}

bool Devices::typed(std::string_view text, int64_t at_ms) {
  if (!wedge_) return false;
  const KeyWedge::Typed typed = wedge_->type(text, at_ms);
  if (typed.code && code_) code_(*typed.code);
  return typed.taken;
}

std::vector<StaffFacts::NamedDevice> Devices::states() const {
  std::vector<StaffFacts::NamedDevice> states;
  for (const auto& each : reported_) states.push_back({each->name, each->state()});
  return states;
}

void Devices::drain() {
  if (printer_) printer_->drain();
  if (scanner_) scanner_->drain();
  if (code_reader_) code_reader_->drain();
  if (id_reader_) id_reader_->drain();
}

void Devices::report(bool connected, int64_t now_ms) {
  for (const auto& each : reported_) each->report.update(each->state(), connected, now_ms);
}

}  // namespace yichuang::kiosk
