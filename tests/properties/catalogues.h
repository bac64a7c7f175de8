// The catalogues that a random hall changes between: services and windows come and go, policies,
// rules and hours differ.
#pragma once

#include <optional>

#include "queue-server/opening.h"
#include "wire/hall.pb.h"

namespace yichuang::properties {

inline constexpr uint8_t kCatalogues = 8;

// The one of that number (modulo kCatalogues), with the hours of `day`.
wire::CatalogueAdopted catalogue_of(uint8_t number, uint32_t day, const Opening& opening);
// Whether a hall with that catalogue keeps hours; one that does not takes no appointments.
bool keeps_hours(uint8_t number);
// Open on weekdays from nine to twelve and from half past one to five.
Opening office_hours();

}  // namespace yichuang::properties
