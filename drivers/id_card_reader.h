// The driver of resident ID card readers (id_card_session.h), over a serial line or USB bulk
// pipes. What leaves it: which person (a keyed hash), the date of birth, the last four of the
// number. No trace can be taken of it.
//
// Addresses: idcard:serial:/dev/NAME, idcard:usb:VVVV:PPPP[:SERIAL].
#pragma once

#include "drivers/reader.h"

namespace yichuang {

extern const ReaderDriver kIdCardDriver;

}  // namespace yichuang
