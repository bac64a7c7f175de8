#include "tests/scan/drawn_page.h"

#include <qrencode.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/assert.h"

namespace yichuang::scan {
namespace {

// Widths of bars and spaces of the 107 symbols (ISO/IEC 15417, table 1).
constexpr const char* kCode128[] = {
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112"};
constexpr int kStartB = 104;
constexpr int kStop = 106;

constexpr char kClauses[] =
    "申请人应当如实提交有关材料和反映真实情况，并对其申请材料实质内容的真实性负责。行政机关受理行政"
    "许可申请，应当出具加盖本行政机关专用印章和注明日期的书面凭证。能够当场作出决定的，应当当场作出"
    "书面的行政许可决定；不能当场作出决定的，应当在法定期限内按照规定程序作出决定。依法应当先经下级"
    "行政机关审查后报上级行政机关决定的，下级行政机关应当在法定期限内将初步审查意见和全部申请材料"
    "直接报送上级行政机关。The applicant answers for what the papers say; the hall answers for "
    "when. ";

std::string repeated(int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += kClauses;
  return all;
}

}  // namespace

Sheet::Sheet(ui::FontBook& fonts, double width_mm, double height_mm, int dpi, Ink paper)
    : fonts_(fonts),
      width_mm_(width_mm),
      height_mm_(height_mm),
      dpi_(dpi),
      width_(px(width_mm)),
      height_(px(height_mm)),
      pixels_(static_cast<size_t>(width_) * static_cast<size_t>(height_) * 3) {
  for (size_t i = 0; i < pixels_.size(); i += 3) {
    pixels_[i] = paper.red;
    pixels_[i + 1] = paper.green;
    pixels_[i + 2] = paper.blue;
  }
}

int Sheet::px(double mm) const { return static_cast<int>(std::lround(mm / 25.4 * dpi_)); }

void Sheet::blend(int x, int y, Ink ink, int coverage) {
  if (x < 0 || x >= width_ || y < 0 || y >= height_) return;
  uint8_t* to =
      &pixels_[(static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x)) * 3];
  const auto mix = [coverage](uint8_t& old, uint8_t ink_level) {
    old = static_cast<uint8_t>((old * (255 - coverage) + ink_level * coverage + 127) / 255);
  };
  mix(to[0], ink.red);
  mix(to[1], ink.green);
  mix(to[2], ink.blue);
}

void Sheet::box(double x, double y, double width, double height, Ink ink) {
  const int right = px(x + width);
  const int bottom = px(y + height);
  for (int py = px(y); py < std::max(bottom, px(y) + 1); ++py)
    for (int p = px(x); p < std::max(right, px(x) + 1); ++p) blend(p, py, ink, 255);
}

void Sheet::frame(double x, double y, double width, double height, double line, Ink ink) {
  box(x, y, width, line, ink);
  box(x, y + height - line, width, line, ink);
  box(x, y, line, height, ink);
  box(x + width - line, y, line, height, ink);
}

void Sheet::ring(double x, double y, double radius, double line, Ink ink) {
  const double r = radius / 25.4 * dpi_;
  const double half = line / 25.4 * dpi_ / 2;
  for (int py = px(y - radius - line); py <= px(y + radius + line); ++py) {
    for (int p = px(x - radius - line); p <= px(x + radius + line); ++p) {
      const double away = std::abs(std::hypot(p - px(x), py - px(y)) - r);
      const double coverage = std::clamp(half - away + 0.5, 0.0, 1.0);
      blend(p, py, ink, static_cast<int>(coverage * 255));
    }
  }
}

void Sheet::text(double x, double y, double points, std::string_view words, Ink ink) {
  const int size = std::max(4, static_cast<int>(std::lround(points / 72 * dpi_)));
  const ui::LinePicture line = fonts_.render(words, ui::Face::kRegular, size);
  for (int row = 0; row < line.mask.height; ++row)
    for (int column = 0; column < line.mask.width; ++column)
      if (const int coverage = line.mask.row(row)[column])
        blend(px(x) + column, px(y) + row, ink, coverage);
}

void Sheet::paragraph(double x, double y, double width, double height, double points,
                      std::string_view words, Ink ink) {
  const int size = static_cast<int>(std::lround(points / 72 * dpi_));
  const double line_mm = points / 72 * 25.4 * 1.6;
  const auto lines_max = static_cast<size_t>(height / line_mm);
  for (const std::string& line :
       fonts_.wrap(words, ui::Face::kRegular, size, px(width), lines_max)) {
    text(x, y, points, line, ink);
    y += line_mm;
  }
}

void Sheet::qr(double x, double y, double module, const std::string& words) {
  QRcode* code =
      QRcode_encodeData(static_cast<int>(words.size()),
                        reinterpret_cast<const unsigned char*>(words.data()), 0, QR_ECLEVEL_M);
  HALL_ASSERT(code != nullptr);
  for (int row = 0; row < code->width; ++row)
    for (int column = 0; column < code->width; ++column)
      if (code->data[row * code->width + column] & 1)
        box(x + column * module, y + row * module, module, module, kBlack);
  QRcode_free(code);
}

void Sheet::code128(double x, double y, double module, double height, const std::string& words) {
  std::vector<int> symbols{kStartB};
  int sum = kStartB;
  for (size_t i = 0; i < words.size(); ++i) {
    HALL_ASSERT(words[i] >= ' ' && words[i] <= '~');
    symbols.push_back(words[i] - ' ');
    sum += symbols.back() * static_cast<int>(i + 1);
  }
  symbols.push_back(sum % 103);
  symbols.push_back(kStop);
  int modules = 0;
  for (const int symbol : symbols) {
    for (size_t i = 0; kCode128[symbol][i] != '\0'; ++i) {
      const int width = kCode128[symbol][i] - '0';
      if (i % 2 == 0) box(x + modules * module, y, width * module, height, kBlack);
      modules += width;
    }
  }
}

void Sheet::photo(double x, double y, double width, double height) {
  for (int py = px(y); py < px(y + height); ++py) {
    for (int p = px(x); p < px(x + width); ++p) {
      const double u = (p - px(x)) / static_cast<double>(px(width));
      const double v = (py - px(y)) / static_cast<double>(px(height));
      const double face =
          std::exp(-(std::pow((u - 0.5) * 3, 2) + std::pow((v - 0.42) * 2.6, 2)) * 2);
      const auto level = static_cast<uint8_t>(90 + 110 * face + 25 * std::sin(v * 9));
      blend(p, py, {level, static_cast<uint8_t>(level * 0.92), static_cast<uint8_t>(level * 0.85)},
            255);
    }
  }
}

Sheet application_form(ui::FontBook& fonts, int dpi) {
  Sheet sheet(fonts, 210, 297, dpi);
  sheet.text(62, 20, 22, "个体工商户开业登记申请书");
  sheet.code128(20, 36, 0.254, 10, kFormCode128);
  sheet.text(26, 47, 8, kFormCode128);
  sheet.qr(162, 30, 0.635, kFormQr);
  constexpr const char* kLabels[] = {"经营者姓名", "身份证件类型", "联系电话", "经营场所",
                                     "经营范围",   "组成形式",     "从业人数", "资金数额",
                                     "申请日期",   "所属行业",     "邮政编码", "备注"};
  double y = 60;
  for (const char* label : kLabels) {
    sheet.frame(20, y, 45, 11, 0.3, kBlack);
    sheet.frame(65, y, 125, 11, 0.3, kBlack);
    sheet.text(23, y + 2.5, 12, label);
    sheet.text(70, y + 2.5, 12, "滨江区人民路 128 号，零售、餐饮服务", {40, 50, 120});
    y += 11;
  }
  sheet.paragraph(20, 200, 170, 50, 10.5, repeated(1));
  sheet.ring(150, 262, 20, 1.2, kRed);
  sheet.text(138, 258, 14, "政务服务专用", kRed);
  sheet.text(24, 262, 12, "申请人签字：                2026 年 11 月 26 日");
  return sheet;
}

Sheet dense_contract(ui::FontBook& fonts, int dpi) {
  Sheet sheet(fonts, 210, 297, dpi);
  sheet.paragraph(22, 20, 166, 257, 10.5, repeated(8));
  return sheet;
}

Sheet short_letter(ui::FontBook& fonts, int dpi) {
  Sheet sheet(fonts, 210, 297, dpi);
  sheet.text(90, 30, 18, "收  条");
  sheet.text(25, 60, 12, "今收到不动产登记申请材料一份，共三页。");
  return sheet;
}

Sheet pencil_note(ui::FontBook& fonts, int dpi) {
  Sheet sheet(fonts, 210, 297, dpi);
  constexpr Ink kPencil{130, 130, 132};
  for (int i = 0; i < 8; ++i)
    sheet.text(25, 30 + i * 14, 16, "本人同意将上述房屋用于经营，特此说明。", kPencil);
  return sheet;
}

Sheet id_copy(ui::FontBook& fonts, int dpi) {
  Sheet sheet(fonts, 210, 297, dpi);
  for (const double y : {40.0, 120.0}) {
    sheet.frame(62, y, 85.6, 54, 0.4, {120, 130, 140});
    sheet.photo(120, y + 8, 22, 30);
    sheet.text(68, y + 8, 9, "姓名  样  张");
    sheet.text(68, y + 18, 9, "住址  滨江区某路某号");
  }
  return sheet;
}

Sheet receipt(ui::FontBook& fonts, int dpi) {
  Sheet sheet(fonts, 80, 140, dpi);
  sheet.text(18, 8, 14, "非税收入缴款书");
  sheet.paragraph(6, 20, 68, 100, 9, repeated(1));
  return sheet;
}

Sheet empty_sheet(ui::FontBook& fonts, int dpi) { return {fonts, 210, 297, dpi}; }

}  // namespace yichuang::scan
