// What a phone is told of the one ticket whose token it holds, and the code by which a kiosk knows
// that ticket again. Pure functions of the mirrored state. Of papers it says which are in the hall,
// how many pages each has and when it came: nothing that opens one, and nothing of what they hold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hall/state.h"
#include "queue-server/web/paper_store.h"
#include "wire/hall.pb.h"

namespace yichuang {

struct PhoneInput {
  const wire::TicketView& view;  // the hall's answer to the token
  const State& state;
  const wire::ItemRecord* item = nullptr;                  // of the ticket; null: none, not known
  const std::vector<PaperStore::Paper>* papers = nullptr;  // in the hall; null: none are taken in
};

// Times are milliseconds of the hall's clock.
std::string phone_ticket_json(const PhoneInput& input);

// The token as a QR code (ISO/IEC 18004, level M) with its quiet zone, as SVG. A kiosk takes the
// token alone for the ticket's code (kiosk/ticket_code.h). `token`: 1 to kTokenBytesMax bytes.
std::string code_svg(std::string_view token);

}  // namespace yichuang
