// Devices: the kiosk's printer, scanner and readers, opened as its settings say, and their states
// told to the server. None of them need be there at start. The kiosk's thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "drivers/key_wedge.h"
#include "drivers/printer_port.h"
#include "drivers/reader_port.h"
#include "drivers/scanner_port.h"
#include "kiosk/device_report.h"
#include "kiosk/settings.h"
#include "kiosk/staff_facts.h"

namespace yichuang::kiosk {

class Devices {
 public:
  // `settings`, and every outcome that `submit` owes, outlive this.
  // `person_key`: none, and cards are not read.
  Devices(const Settings& settings, std::optional<PersonKey> person_key,
          DeviceReport::Submit submit)
      : settings_(settings), person_key_(person_key), submit_(std::move(submit)) {}

  // `wake` is called on drivers' threads: it only posts something to the kiosk's loop.
  Result<void> open(const std::function<void()>& wake);
  void drain();
  // Tells what has changed since the server was told, all of it after each connection.
  void report(bool connected, int64_t now_ms);

  // What its code reader reads, in drain() or typed(). It is personal: not logged.
  void on_code(std::function<void(const std::string&)> code);
  // A code reader is there and works, as far as that can be known.
  bool reads_codes() const;
  // The code reader types like a keyboard: it is to be handed what is typed. True: taken.
  bool has_wedge() const { return wedge_.has_value(); }
  bool typed(std::string_view text, int64_t at_ms);

  // What becomes of ID cards, in drain(), while they are looked for.
  void on_card(std::function<void(const CardRead&)> card);
  bool reads_cards() const;
  void seek_cards(bool on);

  // Every device and how it is.
  std::vector<StaffFacts::NamedDevice> states() const;

  // Null: the kiosk has none.
  ScannerPort* scanner() { return scanner_.get(); }
  const ScannerPort* scanner() const { return scanner_.get(); }
  PrinterPort* printer() { return printer_.get(); }
  const PrinterPort* printer() const { return printer_.get(); }

 private:
  struct Reported {
    const char* name;
    std::function<DeviceState()> state;
    DeviceReport report;
  };
  void add(const char* name, std::function<DeviceState()> state);
  Result<void> open_reader(const char* name, const std::string& address,
                           const std::function<void()>& wake, std::unique_ptr<ReaderPort>& port);

  const Settings& settings_;
  const std::optional<PersonKey> person_key_;
  const DeviceReport::Submit submit_;
  std::unique_ptr<PrinterPort> printer_;
  std::unique_ptr<ScannerPort> scanner_;
  std::unique_ptr<ReaderPort> code_reader_;
  std::unique_ptr<ReaderPort> id_reader_;
  std::optional<KeyWedge> wedge_;
  std::function<void(const std::string&)> code_;
  bool seeking_ = false;
  std::vector<std::unique_ptr<Reported>> reported_;  // where they are, outcomes find them
};

}  // namespace yichuang::kiosk
