// The tables of drivers. A new driver adds its line here and its files beside.
#include <algorithm>

#include "drivers/escpos_printer.h"
#include "drivers/hid_pos_reader.h"
#include "drivers/id_card_reader.h"
#include "drivers/printer.h"
#include "drivers/reader.h"
#include "drivers/sane_scanner.h"
#include "drivers/scanner.h"

namespace yichuang {
namespace {

template <class Driver>
const Driver* find(const std::vector<const Driver*>& drivers, std::string_view scheme) {
  const auto found = std::ranges::find(
      drivers, scheme, [](const Driver* driver) { return std::string_view(driver->scheme); });
  return found == drivers.end() ? nullptr : *found;
}

}  // namespace

const std::vector<const PrinterDriver*>& printer_drivers() {
  static const std::vector<const PrinterDriver*> drivers = {&kEscPosDriver};
  return drivers;
}

const std::vector<const ScannerDriver*>& scanner_drivers() {
  static const std::vector<const ScannerDriver*> drivers = {&kSaneDriver};
  return drivers;
}

const std::vector<const ReaderDriver*>& reader_drivers() {
  static const std::vector<const ReaderDriver*> drivers = {&kHidPosDriver, &kIdCardDriver};
  return drivers;
}

const PrinterDriver* find_printer_driver(std::string_view scheme) {
  return find(printer_drivers(), scheme);
}

const ScannerDriver* find_scanner_driver(std::string_view scheme) {
  return find(scanner_drivers(), scheme);
}

const ReaderDriver* find_reader_driver(std::string_view scheme) {
  return find(reader_drivers(), scheme);
}

}  // namespace yichuang
