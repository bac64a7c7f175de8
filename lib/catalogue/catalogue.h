// The catalogue of a hall (事项目录): what can be done here, what it takes, what it costs and by
// which law. One versioned catalogue feeds kiosk, board, ticket, window and phone. It lives in a
// folder of TOML files that staff edit (docs/catalogue.md); load_catalogue() reads it whole.
//
// Plain data, immutable once loaded; pure functions; any thread. Never knows the queue: the few
// facts that the server needs travel as wire::CatalogueAdopted (to_wire).
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalogue/calendar.h"
#include "hall/rules.h"
#include "wire/hall.pb.h"

namespace yichuang {

// An office whose items the hall accepts (部门).
struct Department {
  std::string id;
  BilingualText name;
};

// What a citizen picks on the kiosk (业务); owns one number series.
struct ServiceDefinition {
  std::string id;
  std::string prefix;  // of its numbers: one capital letter, no two services the same
  BilingualText name;
  std::string icon;              // a name in assets/icons, without ".svg"
  uint32_t service_seconds = 0;  // expected length of one visit
  uint32_t slot_minutes = 0;     // length of an appointment slot; 0: no appointments
  uint32_t slot_capacity = 0;
};

enum class DocumentForm { kOriginal, kCopy, kOriginalAndCopy };

// A paper that the citizen brings (申请材料).
struct RequiredDocument {
  BilingualText name;
  DocumentForm form = DocumentForm::kOriginal;
  bool optional = false;  // only in the case that its name states
};

// What the citizen pays (收费标准). Nothing (fen 0) needs no basis; anything else does.
struct Fee {
  uint32_t fen = 0;  // 1/100 yuan
  BilingualText basis;
};

enum class ItemKind {
  kOnTheSpot,  // 即办件: decided while the citizen waits
  kPromised,   // 承诺件: decided within the promised limit
};

// One thing that a citizen can ask for (事项).
struct Item {
  std::string id;
  std::string service;     // id
  std::string department;  // id, the office that decides
  BilingualText name;
  ItemKind kind = ItemKind::kPromised;
  uint32_t statutory_working_days = 0;  // 法定时限; 0 for kOnTheSpot
  uint32_t promised_working_days = 0;   // 承诺时限, at most the statutory; 0 for kOnTheSpot
  Fee fee;
  std::vector<BilingualText> basis;  // laws and regulations with article (办理依据), at least one
  std::vector<RequiredDocument> documents;
};

// A counter (窗口).
struct WindowDefinition {
  uint32_t number = 0;  // 1..99, on its sign
  BilingualText name;
  bool general = false;               // 综合窗口: serves every service
  std::vector<std::string> services;  // ids, of a window that is not general (专窗)
  bool helps = false;                 // takes from all when nobody waits for its own services
  bool agent = false;                 // where agents with many cases go (代办)
};

// The letter under which a kiosk numbers by itself while the server is away.
struct OfflineSeriesDefinition {
  std::string kiosk;   // enrolled name
  std::string prefix;  // one capital letter, of no service and no other kiosk
};

struct Catalogue {
  BilingualText hall;
  std::string time_zone;  // IANA name
  WorkingHours hours;
  Calendar calendar;
  std::vector<Department> departments;      // every list: in the order of the files
  std::vector<ServiceDefinition> services;  // the order of the kiosk's cards
  std::vector<Item> items;                  // by service, then in the order of the files
  std::vector<WindowDefinition> windows;    // by number
  std::vector<BilingualText> notices;       // the board's ticker
  Rules rules;                              // of rules.toml; the defaults without one
  std::vector<OfflineSeriesDefinition> offline_series;

  // Look-ups; null if there is no such thing.
  const Department* department(std::string_view id) const;
  const ServiceDefinition* service(std::string_view id) const;
  const Item* item(std::string_view id) const;
  const WindowDefinition* window(uint32_t number) const;
};

// Reads hall.toml, services.toml, calendar.toml, rules.toml (if there is one) and items/*.toml of
// `folder`. Refuses (kInvalid)
// with every mistake of all files, a line each: "file:line: key: expected …".
Result<Catalogue> load_catalogue(const std::filesystem::path& folder);

struct LoadedCatalogue {
  Catalogue catalogue;
  std::string source;  // every file as staff wrote it, each behind a line "# file: NAME"
};

// load_catalogue(), and the text of the files for the record.
Result<LoadedCatalogue> load_catalogue_with_source(const std::filesystem::path& folder);

bool serves(const WindowDefinition& window, std::string_view service);
// The windows where a service is served, by number: its special windows and all general ones.
std::vector<const WindowDefinition*> windows_serving(const Catalogue& catalogue,
                                                     std::string_view service);
std::vector<const Item*> items_of(const Catalogue& catalogue, std::string_view service);

using CatalogueDigest = std::array<uint8_t, 16>;
// BLAKE2b (libsodium generichash) over every field of the catalogue in a fixed order: equal for
// equal catalogues, whatever the comments and the layout of the files; different after any change.
CatalogueDigest catalogue_digest(const Catalogue& catalogue);

// The part that a queue needs and a board may show, with the digest of the whole. Of a catalogue
// that load_catalogue() gave, it is within the limits of hall.proto and under
// limits::kCatalogueWireBytesMax when encoded.
wire::CatalogueAdopted to_wire(const Catalogue& catalogue, uint32_t version);

// Every item as a kiosk shows it, in the order of the catalogue. Each is far under the wire's
// limit.
std::vector<wire::ItemRecord> item_records(const Catalogue& catalogue);

}  // namespace yichuang
