// Every limit on what a device, or the program that drives it, can make us hold or wait for. What
// happens at a limit is written beside the code that meets it, and tested.
#pragma once

#include <cstddef>

namespace yichuang::limits {

// A ticket: at 203 dpi (8 dots a millimetre) 128 mm wide, 625 mm long.
inline constexpr int kRasterWidthDotsMax = 1024;
inline constexpr int kRasterRowsMax = 5000;

// Jobs that wait for one printer; one more is refused, since a citizen stands before each.
inline constexpr size_t kPrintJobsMax = 8;
// Results and status changes that the program has not drained yet; the oldest status goes first.
inline constexpr size_t kPortEventsMax = 64;

// One write to a printer (over USB one bulk OUT transfer), and one posted bulk IN (a multiple of
// every packet size).
inline constexpr size_t kLinkWriteBytesMax = 8 * 1024;
inline constexpr size_t kUsbInBytesMax = 512;
// What a device on the network or a serial line has said and nobody has read yet; then it waits.
inline constexpr size_t kFdInBytesMax = 4096;
inline constexpr size_t kUsbDevicesMax = 256;
inline constexpr size_t kUsbStringBytesMax = 126;

// Rows of one GS v 0 command. Published limits of printers vary from 1662 down to 128.
inline constexpr int kBandRowsMax = 128;

// What an SDT frame may say of its length: a card's text and photo (1288 bytes), and as much again
// for modules that send a fingerprint too.
inline constexpr size_t kSdtLengthMax = 2400;

// A reader's HID report descriptor; its fields, usages and nesting; one input report.
inline constexpr size_t kHidDescriptorBytesMax = 4096;
inline constexpr size_t kHidFieldsMax = 512;
inline constexpr size_t kHidPushesMax = 8;
inline constexpr size_t kHidReportBytesMax = 1024;
// One code: a QR code holds at most 2953 bytes (ISO/IEC 18004, version 40-L).
inline constexpr size_t kScannedBytesMax = 3072;

// One message of scan-worker (a packet fits the socket's buffer as the kernel makes it); the
// resolutions of one scanner, the sides of a page, the pages of one job, the scanners of a list.
inline constexpr size_t kScanMessageBytesMax = 64 * 1024;
inline constexpr size_t kScannerDpiMax = 24;
inline constexpr int kScannedSidePxMax = 40'000;
inline constexpr int kScanJobPagesMax = 100;
inline constexpr size_t kScannersMax = 64;
// What an eSCL scanner answers when it is asked for its state.
inline constexpr size_t kEsclStatusBytesMax = 64 * 1024;

// An LED text sign: its half-width cells (four: two Chinese characters); a text as encoded (eight:
// whatever one character takes); a frame's parts, the fixed bytes of each, its escapes.
inline constexpr size_t kLedCellsMin = 4;
inline constexpr size_t kLedCellsMax = 256;
inline constexpr size_t kLedTextBytesMin = 8;
inline constexpr size_t kLedTextBytesMax = 1024;
inline constexpr size_t kLedPartsMax = 12;
inline constexpr size_t kLedMarkBytesMax = 16;
inline constexpr size_t kLedEscapesMax = 16;
// How long a frame may take on its line, before escaping, in milliseconds; one that is answered.
inline constexpr int kLedFrameMsMax = 400;
inline constexpr int kLedAskedMsMax = 200;

inline constexpr size_t kProfilesMax = 64;
inline constexpr size_t kProfileFileBytesMax = 64 * 1024;
inline constexpr size_t kTraceBytesMax = 16 * 1024 * 1024;

}  // namespace yichuang::limits
