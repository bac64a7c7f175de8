#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/assert.h"
#include "tests/scan/drawn_page.h"

namespace yichuang::scan {
namespace {

// Rows of three floats a pixel, while light is light.
struct Light {
  int width = 0;
  int height = 0;
  std::vector<float> values;
  float* row(int y) {
    return values.data() + static_cast<size_t>(y) * static_cast<size_t>(width) * 3;
  }
};

class SeededNoise {
 public:
  explicit SeededNoise(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15U + 1) {
    // Twelve even numbers make a normal one, near enough.
    for (float& value : table_) {
      double sum = -6;
      for (int i = 0; i < 12; ++i) sum += static_cast<double>(next() >> 11) / 9007199254740992.0;
      value = static_cast<float>(sum);
    }
  }
  float normal() { return table_[next() >> 52]; }

 private:
  uint64_t next() {  // xorshift64*
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545F4914F6CDD1DU;
  }
  uint64_t state_;
  std::vector<float> table_ = std::vector<float>(4096);
};

double px(double mm, int dpi) { return mm / 25.4 * dpi; }

void bilinear(const Sheet& sheet, double x, double y, float* out) {
  const int left = std::clamp(static_cast<int>(std::floor(x)), 0, sheet.width_px() - 2);
  const int top = std::clamp(static_cast<int>(std::floor(y)), 0, sheet.height_px() - 2);
  const auto fx = static_cast<float>(std::clamp(x - left, 0.0, 1.0));
  const auto fy = static_cast<float>(std::clamp(y - top, 0.0, 1.0));
  const uint8_t* a = sheet.row(top) + left * 3;
  const uint8_t* b = sheet.row(top + 1) + left * 3;
  for (int c = 0; c < 3; ++c) {
    const float above = static_cast<float>(a[c]) * (1 - fx) + static_cast<float>(a[c + 3]) * fx;
    const float below = static_cast<float>(b[c]) * (1 - fx) + static_cast<float>(b[c + 3]) * fx;
    out[c] = above * (1 - fy) + below * fy;
  }
}

void lay(Light& light, const Sheet& sheet, const Scan& how) {
  const int dpi = sheet.dpi();
  const double c = std::cos(how.skew_degrees * std::numbers::pi / 180);
  const double s = std::sin(how.skew_degrees * std::numbers::pi / 180);
  const double middle_x = light.width / 2.0 + px(how.shift_x_mm, dpi);
  const double middle_y = light.height / 2.0 + px(how.shift_y_mm, dpi);
  const double half_w = sheet.width_px() / 2.0;
  const double half_h = sheet.height_px() / 2.0;
  for (int y = 0; y < light.height; ++y) {
    float* out = light.row(y);
    for (int x = 0; x < light.width; ++x, out += 3) {
      const double dx = x + 0.5 - middle_x;
      const double dy = y + 0.5 - middle_y;
      const double u = dx * c + dy * s + half_w;
      const double v = dy * c - dx * s + half_h;
      // How much of the pixel the paper covers, by how far its edge is.
      const double in = std::min({u, v, 2 * half_w - u, 2 * half_h - v}) + 0.5;
      if (in <= 0) continue;
      float paper[3];
      bilinear(sheet, u - 0.5, v - 0.5, paper);
      if (how.behind) {
        float back[3];
        bilinear(*how.behind, 2 * half_w - u - 0.5, v - 0.5, back);
        for (int i = 0; i < 3; ++i) paper[i] -= (240 - back[i]) * 0.1F;
      }
      const auto cover = static_cast<float>(std::min(in, 1.0));
      for (int i = 0; i < 3; ++i) out[i] += (paper[i] - out[i]) * cover;
    }
  }
}

void blur_row(float* row, int count, const std::vector<float>& kernel, std::vector<float>& copy) {
  const int reach = static_cast<int>(kernel.size()) - 1;
  std::copy(row, row + static_cast<ptrdiff_t>(count) * 3, copy.begin());
  for (int i = 0; i < count; ++i) {
    for (int c = 0; c < 3; ++c) {
      float sum = copy[static_cast<size_t>(i * 3 + c)] * kernel[0];
      for (int j = 1; j <= reach; ++j)
        sum += kernel[static_cast<size_t>(j)] *
               (copy[static_cast<size_t>(std::max(0, i - j) * 3 + c)] +
                copy[static_cast<size_t>(std::min(count - 1, i + j) * 3 + c)]);
      row[i * 3 + c] = sum;
    }
  }
}

// Some columns at once: from row to row the memory is far apart.
void blur_columns(Light& light, int first, int count, const std::vector<float>& kernel,
                  std::vector<float>& copy) {
  const int reach = static_cast<int>(kernel.size()) - 1;
  const auto old = [&](int y) {
    return copy.data() + static_cast<ptrdiff_t>(std::clamp(y, 0, light.height - 1)) * count;
  };
  for (int y = 0; y < light.height; ++y)
    std::copy(light.row(y) + first, light.row(y) + first + count, old(y));
  for (int y = 0; y < light.height; ++y) {
    float* out = light.row(y) + first;
    for (int x = 0; x < count; ++x) out[x] = old(y)[x] * kernel[0];
    for (int j = 1; j <= reach; ++j) {
      const float weight = kernel[static_cast<size_t>(j)];
      const float* above = old(y - j);
      const float* below = old(y + j);
      for (int x = 0; x < count; ++x) out[x] += weight * (above[x] + below[x]);
    }
  }
}

void blur(Light& light, double across, double down) {
  const auto kernel_of = [](double deviation) {
    std::vector<float> kernel;
    double sum = 0;
    for (int i = 0; i <= static_cast<int>(std::ceil(deviation * 3)); ++i) {
      kernel.push_back(static_cast<float>(std::exp(-i * i / (2 * deviation * deviation))));
      sum += kernel.back() * (i == 0 ? 1 : 2);
    }
    for (float& value : kernel) value = static_cast<float>(value / sum);
    return kernel;
  };
  if (across > 0) {
    const auto kernel = kernel_of(across);
    std::vector<float> copy(static_cast<size_t>(light.width) * 3);
    for (int y = 0; y < light.height; ++y) blur_row(light.row(y), light.width, kernel, copy);
  }
  if (down > 0) {
    constexpr int kColumns = 48;
    const auto kernel = kernel_of(down);
    std::vector<float> copy(static_cast<size_t>(light.height) * kColumns);
    for (int x = 0; x < light.width * 3; x += kColumns)
      blur_columns(light, x, std::min(kColumns, light.width * 3 - x), kernel, copy);
  }
}

uint8_t exposed(float value, float light, const Scan& how, SeededNoise& noise) {
  const float seen =
      value * light + static_cast<float>(how.lift) + noise.normal() * static_cast<float>(how.noise);
  return static_cast<uint8_t>(std::clamp(seen + 0.5F, 0.0F, 255.0F));
}

// 0 in the left third, 1 in the right, and between in between.
double shade(int x, int width) { return std::clamp(3.0 * x / width - 1, 0.0, 1.0); }

RawPage expose(Light& light, const Scan& how, int dpi) {
  const int channels = channels_of(how.colour);
  auto intake = PageIntake::open({.colour = how.colour,
                                  .width_px = light.width,
                                  .lines = light.height,
                                  .bytes_per_line = light.width * channels,
                                  .dpi = dpi});
  HALL_ASSERT(intake.ok());
  SeededNoise noise(how.seed);
  std::vector<uint8_t> row(static_cast<size_t>(light.width * channels));
  for (int y = 0; y < light.height; ++y) {
    const float* from = light.row(y);
    uint8_t* to = row.data();
    for (int x = 0; x < light.width; ++x, from += 3) {
      const auto lit = static_cast<float>(how.gain * (1 - how.shadow * shade(x, light.width)));
      if (how.colour == Colour::kRgb) {
        for (int c = 0; c < 3; ++c) *to++ = exposed(from[c], lit, how, noise);
      } else {
        *to++ = exposed(0.299F * from[0] + 0.587F * from[1] + 0.114F * from[2], lit, how, noise);
      }
    }
    HALL_ASSERT(intake->add(row).ok());
  }
  auto page = std::move(*intake).finish();
  HALL_ASSERT(page.ok());
  return std::move(*page);
}

}  // namespace

RawPage scan_together(const std::vector<std::pair<const Sheet*, Scan>>& sheets) {
  const Scan& how = sheets.front().second;
  const int dpi = sheets.front().first->dpi();
  Light light;
  light.width = static_cast<int>(std::lround(px(how.bed_width_mm, dpi)));
  light.height = static_cast<int>(std::lround(px(how.bed_height_mm, dpi)));
  light.values.resize(static_cast<size_t>(light.width) * static_cast<size_t>(light.height) * 3);
  for (size_t i = 0; i < light.values.size(); i += 3) {
    light.values[i] = how.lid.red;
    light.values[i + 1] = how.lid.green;
    light.values[i + 2] = how.lid.blue;
  }
  for (const auto& [sheet, where] : sheets) lay(light, *sheet, where);
  blur(light, how.smear_px, std::hypot(how.smear_px, how.motion_px));
  return expose(light, how, dpi);
}

RawPage scan(const Sheet& sheet, const Scan& how) { return scan_together({{&sheet, how}}); }

}  // namespace yichuang::scan
