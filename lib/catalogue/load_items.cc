#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "base/limits.h"
#include "catalogue/reading.h"

namespace yichuang {
namespace {

void read_limits(const ConfigTable& table, Item& item) {
  const std::string kind = table.text("kind", 60);
  if (kind != "on_the_spot" && kind != "promised") {
    if (!kind.empty()) {
      table.problem("kind", fmt::format("\"on_the_spot\" or \"promised\", found \"{}\"", kind));
    }
    table.integer_or("statutory_working_days", 0, 0, limits::kWorkingDaysMax);
    table.integer_or("promised_working_days", 0, 0, limits::kWorkingDaysMax);
    return;
  }
  if (kind == "on_the_spot") {
    item.kind = ItemKind::kOnTheSpot;
    for (const char* key : {"statutory_working_days", "promised_working_days"}) {
      if (table.integer_or(key, 0, 0, limits::kWorkingDaysMax) != 0) {
        table.problem(key, "0, or no such line, for an item that is done on the spot");
      }
    }
    return;
  }
  item.kind = ItemKind::kPromised;
  const int64_t statutory = table.integer("statutory_working_days", 1, limits::kWorkingDaysMax);
  const int64_t promised = table.integer("promised_working_days", 1, limits::kWorkingDaysMax);
  if (promised > statutory && !table.is_wrong("statutory_working_days")) {
    table.problem("promised_working_days",
                  fmt::format("at most the statutory {}, found {}", statutory, promised));
  }
  item.statutory_working_days = static_cast<uint32_t>(statutory);
  item.promised_working_days = static_cast<uint32_t>(promised);
}

void read_fee(const ConfigTable& table, Fee& fee) {
  fee.fen = static_cast<uint32_t>(table.integer_or("fee_fen", 0, 0, limits::kFeeFenMax));
  if (const auto basis = table.table_or_none("fee_basis")) {
    fee.basis = read_bilingual(*basis, 300);
  } else if (fee.fen > 0) {
    table.problem("fee_fen", fmt::format("a fee_basis with it (the rule that sets the fee, zh and "
                                         "en) or 0, found {} without one",
                                         fee.fen));
  }
}

RequiredDocument read_document(const ConfigTable& table) {
  RequiredDocument document;
  document.name = read_bilingual(table, 200);
  document.optional = table.boolean_or("optional", false);
  const std::string form = table.text("form", 60);
  if (form == "original") {
    document.form = DocumentForm::kOriginal;
  } else if (form == "copy") {
    document.form = DocumentForm::kCopy;
  } else if (form == "original_and_copy") {
    document.form = DocumentForm::kOriginalAndCopy;
  } else if (!form.empty()) {
    table.problem("form", fmt::format("\"original\", \"copy\" or \"original_and_copy\", found "
                                      "\"{}\"",
                                      form));
  }
  return document;
}

Item read_item(const ConfigTable& table, const Reading& reading, std::set<std::string>& ids) {
  Item item;
  item.id = read_id(table, ids);
  item.name = read_bilingual(table, 200);
  item.department = table.text("department", 32);
  if (!item.department.empty() && reading.hall_read &&
      !reading.catalogue.department(item.department)) {
    table.problem("department", fmt::format("the id of a department of hall.toml, found \"{}\"",
                                            item.department));
  }
  read_limits(table, item);
  read_fee(table, item.fee);
  for (const ConfigTable& basis : table.tables("basis", limits::kBasesPerItemMax)) {
    item.basis.push_back(read_bilingual(basis, 300));
  }
  if (item.basis.empty() && !table.is_wrong("basis")) {
    table.problem("basis", "at least one law or regulation (zh and en)");
  }
  for (const ConfigTable& document : table.tables("documents", limits::kDocumentsPerItemMax)) {
    item.documents.push_back(read_document(document));
  }
  return item;
}

void read_item_file(Reading& reading, const std::filesystem::path& path,
                    std::set<std::string>& ids) {
  const auto root = reading.open(path);
  if (!root) return;
  const std::string service = root->text("service", 32);
  if (!service.empty() && reading.services_read && !reading.catalogue.service(service)) {
    root->problem("service",
                  fmt::format("the id of a service of services.toml, found \"{}\"", service));
  }
  for (const ConfigTable& table : root->tables("items", limits::kItemsMax)) {
    Item item = read_item(table, reading, ids);
    item.service = service;
    reading.catalogue.items.push_back(std::move(item));
  }
  if (reading.catalogue.items.size() > limits::kItemsMax) {
    root->problem("items", fmt::format("at most {} items in all files", limits::kItemsMax));
  }
}

}  // namespace

void read_items(Reading& reading) {
  const std::filesystem::path folder = reading.folder / "items";
  std::vector<std::filesystem::path> paths;
  std::error_code failed;
  for (std::filesystem::directory_iterator entry(folder, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    if (entry->path().extension() == ".toml") paths.push_back(entry->path());
  }
  if (failed) {
    reading.unreadable.push_back(
        fmt::format("cannot read the folder {}: {}", folder.string(), failed.message()));
    return;
  }
  if (paths.empty() || paths.size() > limits::kCatalogueItemFilesMax) {
    reading.unreadable.push_back(fmt::format("{}: expected 1 to {} files *.toml, found {}",
                                             folder.string(), limits::kCatalogueItemFilesMax,
                                             paths.size()));
    return;
  }
  std::ranges::sort(paths);
  std::set<std::string> ids;
  for (const auto& path : paths) read_item_file(reading, path, ids);
  std::ranges::stable_sort(reading.catalogue.items, {}, [&](const Item& item) {
    const auto* service = reading.catalogue.service(item.service);
    return service ? service - reading.catalogue.services.data() : 0;
  });
}

}  // namespace yichuang
