// What a screen paints on: rounded cards, shadows, gradients, icons, text, QR codes.
//
// Everything is given in logical units and lands on whole real pixels: text and masks are
// rasterised at the real size, so 1920 × 1080 and 3840 × 2160 are equally crisp. Pictures (text,
// icons, masks, gradients) are kept as white textures and tinted; the keeping is bounded (least
// recently used go first). Painting outside the region being redrawn costs next to nothing, so a
// screen simply paints all of itself. One thread. Never fails: what cannot be drawn is left out
// with one log line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ui/geometry.h"
#include "ui/icons.h"
#include "ui/pixels.h"
#include "ui/text.h"

namespace yichuang::ui {

enum class Align : uint8_t { kLeft, kCenter, kRight };

struct TextStyle {
  float size = 28;  // em height; the line's ideographs fill y .. y + size
  Color color;
  Face face = Face::kRegular;
  Align align = Align::kLeft;  // of the line around x
  Direction direction = Direction::kAuto;
};

struct Shadow {
  float sigma = 10;  // blur
  float dy = 6;      // how far below
  Color color;
};

// A line of text as it was drawn.
struct TextShown {
  std::string text;
  Rect em;          // from its first letter to its last, an em high; logical units
  TextStyle style;  // its size after shrinking
};

// Hears what is painted, for tests.
class CanvasWatch {
 public:
  virtual ~CanvasWatch() = default;
  virtual void shows(const TextShown& line) = 0;
  virtual void covers(const Rect& area) = 0;  // with something opaque
};

// Counters for tests and measurements.
struct CanvasStats {
  size_t picture_bytes = 0;  // kept
  size_t pictures = 0;
  uint64_t hits = 0;
  uint64_t misses = 0;
  uint64_t evictions = 0;
};

class Canvas {
 public:
  // Paints on `target`, which outlives the canvas. `scale` is real pixels a logical unit;
  // `origin_px` where logical (0, 0) lies. Kept pictures use at most `picture_bytes_max`.
  Canvas(const PixelTarget& target, FontBook& fonts, Icons& icons, float scale, Point origin_px,
         size_t picture_bytes_max);
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;
  ~Canvas();

  // False if nothing of `area` is being redrawn: a costly part may be left out.
  bool visible(const Rect& area) const;

  // --- areas
  void fill(const Rect& area, Color color);
  void round(const Rect& area, float radius, Color color);
  void circle(Point center, float radius, Color color);
  // A border of `width` inside the edge of `area`.
  void stroke(const Rect& area, float radius, float width, Color color);
  // The shadow of an opaque box: nothing is painted where the box will surely cover it.
  void shadow(const Rect& area, float radius, const Shadow& shadow);
  // Top colour to bottom colour, dithered so that no bands show. Opaque colours.
  void gradient(const Rect& area, float radius, Color top, Color bottom);
  // `color` opaque at the left edge to nothing at the right edge, or the other way: a ticker's
  // ends.
  void fade(const Rect& area, Color color, bool opaque_left);
  // Inside `area`: circles of growing radius around a point, the decoration of headers.
  void arcs(const Rect& area, Point center, float first_radius, float step, int count, float width,
            Color color);

  // --- lines and charts
  // A smooth line through `values` (equally spaced from the left edge to the right, 0 at the
  // bottom, `value_max` at the top) `width` thick; `area_percent` > 0 fills the area under it.
  void curve(const Rect& area, std::span<const float> values, float value_max, float width,
             Color color, int area_percent = 0);

  // --- text; each returns the width drawn, in logical units
  // One line; `y` is the top of its em box.
  float text(std::string_view text, float x, float y, const TextStyle& style);
  // One line at most `width` wide: shrinks to not less than `shrink_min` of its size, then "…".
  float text_fit(std::string_view text, float x, float y, float width, const TextStyle& style,
                 float shrink_min = 0.8F);
  // Wrapped in `area` from its top, lines `line_height` em apart; what does not fit ends in "…".
  // Returns the height used.
  float text_wrapped(std::string_view text, const Rect& area, const TextStyle& style,
                     float line_height = 1.4F);
  // Digits in cells of equal width, so that a clock does not jitter.
  float clock(std::string_view text, float x, float y, const TextStyle& style);

  float measure(std::string_view text, const TextStyle& style);
  float measure_clock(std::string_view text, const TextStyle& style);
  std::vector<std::string> wrap(std::string_view text, float width, const TextStyle& style,
                                size_t lines_max = 100);

  // --- pictures
  // A 24-grid line icon in a square of `size`, tinted.
  void icon(std::string_view name, float x, float y, float size, Color color, float stroke = 1.9F);
  // A QR code filling `area` (a square) with its quiet zone, dark on light. The side of a module in
  // pixels; 0 if the text is too long for a code, and nothing is drawn.
  int qr(std::string_view text, const Rect& area, Color dark, Color light);
  // Pixels 0xRRGGBB, row by row, fitted into `area` with the proportions kept. Not cached by text:
  // `key` names the picture; the same key and version draws what was made before.
  void image(std::string_view key, uint64_t version, std::span<const uint32_t> rgb, int width_px,
             int height_px, const Rect& area);

  // --- clipping: everything painted while the guard lives stays inside `area`
  class Clip {
   public:
    ~Clip();
    Clip(const Clip&) = delete;
    Clip& operator=(const Clip&) = delete;

   private:
    friend class Canvas;
    explicit Clip(Canvas& canvas) : canvas_(canvas) {}
    Canvas& canvas_;
  };
  [[nodiscard]] Clip clip(const Rect& area);

  // Drops every kept picture: what a visitor saw does not stay in memory.
  void forget();
  // Paint only inside this box of real pixels, until the next call. For the window.
  void restrict_to(const PixelBox& box);

  // Tells `watch`, which outlives its duty, from here on; null: nobody.
  void watch(CanvasWatch* watch);

  float scale() const;
  FontBook& fonts();
  CanvasStats stats() const;

 private:
  friend class Clip;
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace yichuang::ui
