#include "catalogue/catalogue.h"

#include <algorithm>

namespace yichuang {
namespace {

template <class T>
const T* find_by_id(const std::vector<T>& list, std::string_view id) {
  const auto found = std::ranges::find(list, id, &T::id);
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

const Department* Catalogue::department(std::string_view id) const {
  return find_by_id(departments, id);
}
const ServiceDefinition* Catalogue::service(std::string_view id) const {
  return find_by_id(services, id);
}
const Item* Catalogue::item(std::string_view id) const { return find_by_id(items, id); }

const WindowDefinition* Catalogue::window(uint32_t number) const {
  const auto found = std::ranges::find(windows, number, &WindowDefinition::number);
  return found == windows.end() ? nullptr : &*found;
}

bool serves(const WindowDefinition& window, std::string_view service) {
  return window.general || std::ranges::find(window.services, service) != window.services.end();
}

std::vector<const WindowDefinition*> windows_serving(const Catalogue& catalogue,
                                                     std::string_view service) {
  std::vector<const WindowDefinition*> out;
  if (!catalogue.service(service)) return out;
  for (const WindowDefinition& window : catalogue.windows) {
    if (serves(window, service)) out.push_back(&window);
  }
  return out;
}

std::vector<const Item*> items_of(const Catalogue& catalogue, std::string_view service) {
  std::vector<const Item*> out;
  for (const Item& item : catalogue.items) {
    if (item.service == service) out.push_back(&item);
  }
  return out;
}

std::vector<wire::ItemRecord> item_records(const Catalogue& catalogue) {
  const auto text = [](const BilingualText& from, wire::Text& to) {
    to.set_zh(from.zh);
    to.set_en(from.en);
  };
  std::vector<wire::ItemRecord> records;
  for (const Item& item : catalogue.items) {
    wire::ItemRecord& record = records.emplace_back();
    record.set_id(item.id);
    record.set_service(item.service);
    text(item.name, *record.mutable_name());
    if (const Department* department = catalogue.department(item.department))
      text(department->name, *record.mutable_department());
    record.set_on_the_spot(item.kind == ItemKind::kOnTheSpot);
    record.set_statutory_working_days(item.statutory_working_days);
    record.set_promised_working_days(item.promised_working_days);
    record.set_fee_fen(item.fee.fen);
    if (item.fee.fen != 0) text(item.fee.basis, *record.mutable_fee_basis());
    for (const BilingualText& basis : item.basis) text(basis, *record.add_basis());
    for (const RequiredDocument& document : item.documents) {
      wire::DocumentRecord& paper = *record.add_documents();
      text(document.name, *paper.mutable_name());
      paper.set_original(document.form != DocumentForm::kCopy);
      paper.set_copy(document.form != DocumentForm::kOriginal);
      paper.set_optional(document.optional);
    }
  }
  return records;
}

wire::CatalogueAdopted to_wire(const Catalogue& catalogue, uint32_t version) {
  wire::CatalogueAdopted out;
  out.set_version(version);
  out.set_hall_zh(catalogue.hall.zh);
  out.set_hall_en(catalogue.hall.en);
  out.set_time_zone(catalogue.time_zone);
  for (const ServiceDefinition& service : catalogue.services) {
    auto* record = out.add_services();
    record->set_id(service.id);
    record->set_prefix(service.prefix);
    record->set_name_zh(service.name.zh);
    record->set_name_en(service.name.en);
    record->set_icon(service.icon);
    record->set_service_seconds(service.service_seconds);
    record->set_slot_minutes(service.slot_minutes);
    record->set_slot_capacity(service.slot_capacity);
  }
  for (const WindowDefinition& window : catalogue.windows) {
    auto* record = out.add_windows();
    record->set_window(window.number);
    record->set_name_zh(window.name.zh);
    record->set_name_en(window.name.en);
    record->set_general(window.general);
    record->set_helps(window.helps);
    record->set_agent(window.agent);
    for (const std::string& service : window.services) record->add_services(service);
  }
  for (const BilingualText& notice : catalogue.notices) {
    auto* text = out.add_notices();
    text->set_zh(notice.zh);
    text->set_en(notice.en);
  }
  *out.mutable_rules() = to_wire(catalogue.rules);
  for (const OfflineSeriesDefinition& series : catalogue.offline_series) {
    auto* record = out.add_offline_series();
    record->set_kiosk(series.kiosk);
    record->set_prefix(series.prefix);
  }
  const CatalogueDigest digest = catalogue_digest(catalogue);
  out.set_digest(digest.data(), digest.size());
  return out;
}

}  // namespace yichuang
