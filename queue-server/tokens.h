// What stands in a QR code: the key of a ticket or an appointment and a keyed hash of it, so that
// none can be guessed from a number and none has to be stored. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hall/state.h"

namespace yichuang {

// The hall's secret for tokens; kept in the journal.
using TokenKey = std::array<uint8_t, 32>;

// 22 characters of URL-safe base64.
std::string ticket_token(const TokenKey& key, TicketKey ticket);
std::string appointment_token(const TokenKey& key, AppointmentKey appointment);

// What the token opens, or nothing if the hall did not make it. A ticket's token opens no
// appointment.
std::optional<TicketKey> ticket_of_token(const TokenKey& key, std::string_view token);
std::optional<AppointmentKey> appointment_of_token(const TokenKey& key, std::string_view token);

}  // namespace yichuang
