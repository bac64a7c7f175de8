#include <sodium.h>

#include "base/assert.h"
#include "catalogue/catalogue.h"

namespace yichuang {
namespace {

// The canonical serialisation: numbers as 8 bytes little-endian, texts and lists with their length
// before them, so that no two different catalogues give the same bytes. Change kFormat whenever
// the order or the fields change.
class Canonical {
 public:
  void number(uint64_t value) {
    for (int i = 0; i < 8; ++i) bytes_ += static_cast<char>(value >> (8 * i));
  }
  void text(const std::string& value) {
    number(value.size());
    bytes_ += value;
  }
  void text(const BilingualText& value) {
    text(value.zh);
    text(value.en);
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

constexpr uint64_t kFormat = 2;

void add(Canonical& out, const std::vector<OpenInterval>& intervals) {
  out.number(intervals.size());
  for (const OpenInterval& interval : intervals) {
    out.number(interval.from_min);
    out.number(interval.to_min);
  }
}

void add(Canonical& out, const std::vector<uint32_t>& numbers) {
  out.number(numbers.size());
  for (uint32_t value : numbers) out.number(value);
}

void add(Canonical& out, const std::vector<BilingualText>& texts) {
  out.number(texts.size());
  for (const BilingualText& value : texts) out.text(value);
}

void add(Canonical& out, const Calendar& calendar) {
  out.number(calendar.holidays.size());
  for (const Holiday& holiday : calendar.holidays) {
    out.text(holiday.name);
    out.number(holiday.first_day);
    out.number(holiday.last_day);
    add(out, holiday.make_up_days);
  }
  add(out, calendar.published_years);
}

void add(Canonical& out, const ServiceDefinition& service) {
  out.text(service.id);
  out.text(service.prefix);
  out.text(service.name);
  out.text(service.icon);
  out.number(service.service_seconds);
  out.number(service.slot_minutes);
  out.number(service.slot_capacity);
}

void add(Canonical& out, const WindowDefinition& window) {
  out.number(window.number);
  out.text(window.name);
  out.number(window.general);
  out.number(window.helps);
  out.number(window.agent);
  out.number(window.services.size());
  for (const std::string& service : window.services) out.text(service);
}

void add(Canonical& out, const Item& item) {
  out.text(item.id);
  out.text(item.service);
  out.text(item.department);
  out.text(item.name);
  out.number(static_cast<uint64_t>(item.kind));
  out.number(item.statutory_working_days);
  out.number(item.promised_working_days);
  out.number(item.fee.fen);
  out.text(item.fee.basis);
  add(out, item.basis);
  out.number(item.documents.size());
  for (const RequiredDocument& document : item.documents) {
    out.text(document.name);
    out.number(static_cast<uint64_t>(document.form));
    out.number(document.optional);
  }
}

}  // namespace

CatalogueDigest catalogue_digest(const Catalogue& catalogue) {
  Canonical out;
  out.number(kFormat);
  out.text(catalogue.hall);
  out.text(catalogue.time_zone);
  for (const auto& weekday : catalogue.hours.weekdays) add(out, weekday);
  add(out, catalogue.hours.make_up_day);
  add(out, catalogue.calendar);
  out.number(catalogue.departments.size());
  for (const Department& department : catalogue.departments) {
    out.text(department.id);
    out.text(department.name);
  }
  out.number(catalogue.services.size());
  for (const ServiceDefinition& service : catalogue.services) add(out, service);
  out.number(catalogue.windows.size());
  for (const WindowDefinition& window : catalogue.windows) add(out, window);
  out.number(catalogue.items.size());
  for (const Item& item : catalogue.items) add(out, item);
  add(out, catalogue.notices);
  out.text(to_wire(catalogue.rules).SerializeAsString());
  out.number(catalogue.offline_series.size());
  for (const OfflineSeriesDefinition& series : catalogue.offline_series) {
    out.text(series.kiosk);
    out.text(series.prefix);
  }

  CatalogueDigest digest;
  HALL_ASSERT(sodium_init() >= 0);
  const int failed = crypto_generichash(digest.data(), digest.size(),
                                        reinterpret_cast<const unsigned char*>(out.bytes().data()),
                                        out.bytes().size(), nullptr, 0);
  HALL_ASSERT(failed == 0);
  return digest;
}

}  // namespace yichuang
