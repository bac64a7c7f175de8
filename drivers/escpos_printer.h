// The ESC/POS ticket printer driver: scheme "escpos", bus "usb" or "tcp". One thread a printer
// looks after it: it connects when the device is there (at the start, after a replug, at whatever
// address), keeps the status, and works off the jobs one by one.
//
// A job that meets no printer, or one that is stopped, fails at once; one that hangs is told as
// unknown within five seconds of the printer's last sign of life.
#pragma once

#include "drivers/printer.h"

namespace yichuang {

extern const PrinterDriver kEscPosDriver;

}  // namespace yichuang
