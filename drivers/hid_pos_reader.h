// The driver of bar code and QR readers that speak HID POS over USB (hid_pos.h). The interface is
// taken from the kernel, so that no code is typed into whatever has the keyboard; a reader that is
// set to keyboard mode is not found here (key_wedge.h reads those).
//
// Addresses: hidpos:usb:VVVV:PPPP[:SERIAL]. The ids are needed: to ask an unknown HID device what
// it is means to take it from the kernel, and it might be the touch screen.
#pragma once

#include "drivers/reader.h"

namespace yichuang {

extern const ReaderDriver kHidPosDriver;

}  // namespace yichuang
