#include "tests/properties/catalogues.h"

#include "base/assert.h"

namespace yichuang::properties {
namespace {

void add_service(wire::CatalogueAdopted& catalogue, const char* id, const char* prefix) {
  auto& service = *catalogue.add_services();
  service.set_id(id);
  service.set_prefix(prefix);
  service.set_name_zh(id);
  service.set_name_en(id);
  service.set_service_seconds(300);
  service.set_slot_minutes(30);
  service.set_slot_capacity(2);
}

wire::WindowRecord& add_window(wire::CatalogueAdopted& catalogue, uint32_t number,
                               std::initializer_list<const char*> services) {
  auto& window = *catalogue.add_windows();
  window.set_window(number);
  window.set_general(services.size() == 0);
  for (const char* service : services) window.add_services(service);
  return window;
}

void set_rules(uint8_t number, wire::Rules& rules) {
  constexpr const char* kPolicies[] = {"accumulating", "accumulating", "fifo", "absolute"};
  rules.set_policy(kPolicies[number % 4]);
  rules.set_missed_is_void(number == 5);
  if (number == 1) {
    for (const uint32_t rate : {2u, 2u, 7u, 3u, 5u, 4u, 9u, 6u, 1u}) rules.add_rates(rate);
  }
}

}  // namespace

bool keeps_hours(uint8_t number) { return number % kCatalogues != 3; }

wire::CatalogueAdopted catalogue_of(uint8_t number, uint32_t day, const Opening& opening) {
  number %= kCatalogues;
  wire::CatalogueAdopted catalogue;
  catalogue.set_version(number + 1u);
  catalogue.set_digest(std::string(16, static_cast<char>('a' + number)));
  catalogue.set_hall_zh("随机大厅");
  catalogue.set_hall_en("Random hall");
  catalogue.set_time_zone("Asia/Shanghai");
  add_service(catalogue, "social", "A");
  if (number != 2) add_service(catalogue, "medical", "B");
  if (number >= 4) add_service(catalogue, "tax", number == 6 ? "B" : "C");
  if (number == 6) catalogue.mutable_services(1)->set_prefix("C");  // two change their letters
  add_window(catalogue, 1, {});
  auto& second = add_window(catalogue, 2, {"social"});
  second.set_helps(number % 2 == 1);
  if (number != 1) add_window(catalogue, 3, {number == 2 ? "social" : "medical"});
  if (number != 7) add_window(catalogue, 4, {"social"}).set_agent(true);
  set_rules(number, *catalogue.mutable_rules());
  auto& series = *catalogue.add_offline_series();
  series.set_kiosk(number == 4 ? "tool" : "kiosk-1");
  series.set_prefix("X");
  if (!keeps_hours(number)) return catalogue;
  catalogue.mutable_hours();
  for (const OpenSpan& span : opening.spans(day)) {
    auto& open = *catalogue.mutable_hours()->add_open();
    open.set_from_ms(span.from.ms);
    open.set_to_ms(span.to.ms);
  }
  return catalogue;
}

Opening office_hours() {
  auto zone = Zone::open("Asia/Shanghai");
  HALL_ASSERT(zone.ok());
  WorkingHours hours;
  for (size_t i = 0; i < 5; ++i) hours.weekdays[i] = {{540, 720}, {810, 1020}};
  return Opening(std::move(*zone), std::move(hours), {});
}

}  // namespace yichuang::properties
