// Papers that the tests draw, and a scanner that sees them: skewed, on a lid of any grey, through a
// lens of any sharpness, with noise. The truth is known, so that what the pipeline finds can be
// compared with it. The same arguments give the same bytes. Used by tests/bench too. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/scan/raw_page.h"
#include "ui/text.h"

namespace yichuang::scan {

struct Ink {
  uint8_t red = 0;
  uint8_t green = 0;
  uint8_t blue = 0;
};
inline constexpr Ink kBlack{25, 25, 28};
inline constexpr Ink kWhitePaper{240, 240, 236};
inline constexpr Ink kRed{205, 40, 45};

// A paper; places and sizes in millimetres from its top left.
class Sheet {
 public:
  Sheet(ui::FontBook& fonts, double width_mm, double height_mm, int dpi, Ink paper = kWhitePaper);

  double width_mm() const { return width_mm_; }
  double height_mm() const { return height_mm_; }
  int dpi() const { return dpi_; }
  int width_px() const { return width_; }
  int height_px() const { return height_; }
  const uint8_t* row(int y) const {
    return pixels_.data() + static_cast<size_t>(y) * static_cast<size_t>(width_) * 3;
  }

  void box(double x, double y, double width, double height, Ink ink);
  void frame(double x, double y, double width, double height, double line, Ink ink);
  void ring(double x, double y, double radius, double line, Ink ink);
  // One line of text, its top at y.
  void text(double x, double y, double points, std::string_view words, Ink ink = kBlack);
  // Lines that fill a width, as many as fit.
  void paragraph(double x, double y, double width, double height, double points,
                 std::string_view words, Ink ink = kBlack);
  void qr(double x, double y, double module, const std::string& words);
  // Code 128, set B: printable ASCII.
  void code128(double x, double y, double module, double height, const std::string& words);
  // A grey picture that is nowhere sharp, as a portrait out of a printer.
  void photo(double x, double y, double width, double height);

 private:
  int px(double mm) const;
  void blend(int x, int y, Ink ink, int coverage);
  ui::FontBook& fonts_;
  double width_mm_;
  double height_mm_;
  int dpi_;
  int width_;
  int height_;
  std::vector<uint8_t> pixels_;
};

// Papers that halls see. A4 but for the receipt.
Sheet application_form(ui::FontBook& fonts, int dpi);  // table, stamp, QR code, Code 128
Sheet dense_contract(ui::FontBook& fonts, int dpi);    // 10.5-point text all over
Sheet short_letter(ui::FontBook& fonts, int dpi);      // a heading and one line
Sheet pencil_note(ui::FontBook& fonts, int dpi);       // grey handwriting-like lines
Sheet id_copy(ui::FontBook& fonts, int dpi);           // two pictures and little text
Sheet receipt(ui::FontBook& fonts, int dpi);           // 80 × 140 mm
Sheet empty_sheet(ui::FontBook& fonts, int dpi);
// What the application form's codes say.
inline constexpr char kFormQr[] = "https://hall.example/check/7Q2M-94KD";
inline constexpr char kFormCode128[] = "SL20261126-000417";

// How the scanner sees a sheet.
struct Scan {
  Colour colour = Colour::kRgb;
  double skew_degrees = 0;  // clockwise, about the sheet's middle
  double bed_width_mm = 232;
  double bed_height_mm = 320;
  double shift_x_mm = 0;  // of the sheet's middle from the bed's
  double shift_y_mm = 0;
  Ink lid{34, 34, 36};
  double smear_px = 0.5;          // deviation of the lens's blur
  double motion_px = 0;           // a smear downwards only, as of a page that moves
  double noise = 3;               // deviation, in grey levels
  double gain = 1;                // of the light
  double lift = 0;                // added to all: an exposure too long
  double shadow = 0;              // 0.3: it grows darker to the right, by so much
  const Sheet* behind = nullptr;  // the back's print, faint and mirrored
  uint64_t seed = 1;
};

// The page as scanned, at the sheet's dpi.
RawPage scan(const Sheet& sheet, const Scan& how);
// Several sheets on one bed, each where its own `Scan` says; the light is the first one's.
RawPage scan_together(const std::vector<std::pair<const Sheet*, Scan>>& sheets);

}  // namespace yichuang::scan
