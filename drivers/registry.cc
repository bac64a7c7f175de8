// The table of printer drivers. A new driver adds its line here and its files beside.
#include <algorithm>

#include "drivers/escpos_printer.h"
#include "drivers/printer.h"

namespace yichuang {

const std::vector<const PrinterDriver*>& printer_drivers() {
  static const std::vector<const PrinterDriver*> drivers = {&kEscPosDriver};
  return drivers;
}

const PrinterDriver* find_printer_driver(std::string_view scheme) {
  const auto& drivers = printer_drivers();
  const auto found = std::ranges::find(drivers, scheme, [](const PrinterDriver* driver) {
    return std::string_view(driver->scheme);
  });
  return found == drivers.end() ? nullptr : *found;
}

}  // namespace yichuang
