// Every limit on what a scanner, or the paper in it, can make us hold. What happens at a limit is
// written beside the code that meets it, and tested.
#pragma once

#include <cstddef>

namespace yichuang::limits {

// A page as the scanner gives it. The resolutions of office scanners and document cameras; below
// the least, 10.5-point hanzi have too few dots to be read.
inline constexpr int kScanDpiMin = 75;
inline constexpr int kScanDpiMax = 600;
inline constexpr int kScanSidePxMax = 10'000;  // A3 at 600 dpi is 9,921 long
// A4 at 600 dpi (34.8 million), A3 at 400. One more is refused before it is held.
inline constexpr size_t kScanPixelsMax = 36'000'000;
// Bytes at the end of a row that are no pixels: backends align rows, by at most so many bytes.
inline constexpr int kScanRowPaddingBytesMax = 4096;
// Less paper than this in either direction is no page: a strip, or dust.
inline constexpr int kScanSidePxMin = 32;

// What finish_page holds at its peak beside the page itself: the upright grey page, the code
// reader's pictures, the JPEG. Measured and tested per pixel of the page, and a fixed part.
inline constexpr size_t kFinishBytesPerPixelMax = 4;
inline constexpr size_t kFinishFixedBytesMax = 16 * 1024 * 1024;

// A JPEG page; a page of pure noise in colour at 600 dpi has less.
inline constexpr size_t kPageJpegBytesMax = 48 * 1024 * 1024;

// Codes on one page; the rest is not looked at. A QR code holds at most 4,296 characters.
inline constexpr size_t kCodesPerPageMax = 16;
inline constexpr size_t kCodeTextBytesMax = 8192;

// One document: a case's papers. More pages, or bytes, are refused with a sentence.
inline constexpr size_t kDocumentPagesMax = 50;
inline constexpr size_t kDocumentBytesMax = 64 * 1024 * 1024;

}  // namespace yichuang::limits
