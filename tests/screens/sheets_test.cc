// Golden pictures of lib/ui's pieces: text of many scripts, cards and shadows, icons, numbers.
#include <gtest/gtest.h>

#include <functional>

#include "screens/golden.h"
#include "ui/theme.h"

namespace yichuang::ui {
namespace {

Theme theme() {
  auto loaded = Theme::load(assets_folder() / "theme" / "theme.toml");
  HALL_ASSERT(loaded.ok());
  return *loaded;
}

// A screen that is one function.
class Sheet final : public Screen {
 public:
  explicit Sheet(std::function<void(Canvas&)> paint) : paint_(std::move(paint)) {}
  std::string_view name() const override { return "sheet"; }
  void draw(Canvas& canvas) override { paint_(canvas); }

 private:
  std::function<void(Canvas&)> paint_;
};

void expect_sheet(const std::string& name, Size size, std::function<void(Canvas&)> paint_sheet,
                  float scale = 1) {
  Sheet sheet(std::move(paint_sheet));
  const Picture picture =
      paint(sheet, size, static_cast<int>(size.w * scale), static_cast<int>(size.h * scale));
  EXPECT_GOLDEN(picture, golden_folder() / (name + ".png"));
}

// Text in a frame, so that lines too long or too short are seen.
float framed(Canvas& canvas, const Theme& look, std::string_view text, Rect area,
             const TextStyle& style) {
  const float used = canvas.text_wrapped(text, area, style);
  canvas.stroke({area.x - 8, area.y - 8, area.w + 16, used + 16}, 8, 2, look.light.brand600);
  return area.y + used + 40;
}

TEST(Sheets, ChineseWrapsByTheRules) {
  const Theme look = theme();
  expect_sheet("wrap-chinese", {960, 900}, [&](Canvas& canvas) {
    canvas.fill({0, 0, 960, 900}, look.light.surface);
    const TextStyle style{.size = 36, .color = look.light.ink};
    const std::string_view text =
        "办理“社保”、医保业务（含公积金），请先取号。叫号后，请到对应窗口办理！Please take a "
        "ticket "
        "first, then proceed to the counter.";
    float y = 40;
    for (const float width : {420.0F, 500.0F, 860.0F}) {
      y = framed(canvas, look, text, {48, y, width, 400}, style);
    }
    TextStyle right = style;
    right.align = Align::kRight;
    framed(canvas, look, "窗口暂停服务，请稍候……", {560, 40, 340, 90}, right);
    framed(canvas, look, "三行放不下的文字会在第二行末尾截断，并以省略号结束，不会溢出。",
           {560, 240, 340, 88}, style);
  });
}

TEST(Sheets, RightToLeftMixesWithNumbersAndLatin) {
  const Theme look = theme();
  expect_sheet("bidi", {960, 956}, [&](Canvas& canvas) {
    canvas.fill({0, 0, 960, 956}, look.light.surface);
    const char* const mongolian = "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ A012 ᠴᠣᠩᠬᠣ 3";
    float y = 40;
    for (const std::string_view text :
         {"نومۇر A012 كۆزنەك 3", "请 A012 号 نومۇر 到 3 号窗口",
          "خەلق مۇلازىمەت مەركىزى 012 نومۇر (3-كۆزنەك)", "رقم A012 إلى الشباك 3، شكراً.",
          "བོད་ཡིག A012 སྒོ་ཁང་ 3", "མི་དམངས་ཞབས་ཞུ་ལྟེ་གནས།", mongolian, "ꆈꌠꁱꂷ A012",
          "☎ ✓ ★ → A012"}) {
      canvas.text(text, 48, y, {.size = 44, .color = look.light.ink});
      y += 96;
    }
  });
}

TEST(Sheets, LongTextsOfEachScriptWrap) {
  const Theme look = theme();
  expect_sheet("wrap-scripts", {576, 620}, [&](Canvas& canvas) {
    canvas.fill({0, 0, 576, 620}, look.light.surface);
    TextStyle style{.size = 36, .color = look.light.ink};
    float y = 48;
    y = framed(canvas, look, "མི་དམངས་ཞབས་ཞུ་ལྟེ་གནས་སུ་ཕེབས་པར་དགའ་བསུ་ཞུ། ཨང་རྟགས་ལེན་རོགས།",
               {48, y, 480, 400}, style);
    style.align = Align::kRight;
    y = framed(canvas, look,
               "خەلق مۇلازىمەت مەركىزىگە خۇش كەپسىز. ئاۋۋال نومۇر ئېلىڭ، ئاندىن A012 بىلەن 3 "
               "كۆزنەككە بېرىڭ.",
               {48, y, 480, 400}, style);
    style.align = Align::kCenter;
    framed(canvas, look, "Aunquestionablyunbreakablewordwithoutanyspaces is broken inside.",
           {48, y, 480, 400}, style);
  });
}

TEST(Sheets, NumbersFitTheirPlaces) {
  const Theme look = theme();
  expect_sheet("numbers", {1200, 760}, [&](Canvas& canvas) {
    canvas.fill({0, 0, 1200, 760}, look.dark.ground900);
    canvas.text("A012", 48, 20, {.size = 208, .color = look.dark.gold, .face = Face::kNumeral});
    canvas.text("3", 760, 20, {.size = 208, .color = look.dark.text, .face = Face::kNumeral});
    float y = 270;
    for (const std::string_view time : {"10:24", "11:11", "20:08"}) {
      canvas.clock(time, 400, y,
                   {.size = 56,
                    .color = look.dark.text,
                    .face = Face::kNumeralLight,
                    .align = Align::kRight});
      canvas.clock(time, 460, y, {.size = 56, .color = look.dark.text2, .face = Face::kNumeral});
      y += 72;
    }
    y = 270;
    for (const float width : {460.0F, 400.0F, 320.0F, 200.0F}) {
      canvas.stroke({680, y - 4, width, 64}, 4, 2, look.dark.rule);
      canvas.text_fit("不动产登记综合受理窗口", 680, y, width,
                      {.size = 44, .color = look.dark.text, .face = Face::kBold});
      y += 80;
    }
    canvas.text("约 28 分钟", 48, 600, {.size = 44, .color = look.dark.mid, .face = Face::kBold});
    canvas.text("28 分钟 Numeral", 340, 600,
                {.size = 44, .color = look.dark.ok, .face = Face::kNumeral});
  });
}

void paint_cards(Canvas& canvas, const Theme& look) {
  const LightPalette& c = look.light;
  canvas.fill({0, 0, 1080, 1000}, c.canvas);
  canvas.gradient({0, 0, 1080, 300}, 0, c.brand800, c.brand600);
  canvas.arcs({0, 0, 1080, 300}, {960, 300}, 120, 58, 9, 2, c.on_brand.percent(10));
  canvas.text("您好，请选择要办的业务", 64, 80,
              {.size = 64, .color = c.on_brand, .face = Face::kBold});
  const Rect check_in{64, 220, 952, 168};
  canvas.shadow(check_in, 28, {.sigma = 18, .dy = 14, .color = c.brand900.percent(24)});
  canvas.round(check_in, 28, c.surface);
  canvas.round({100, 256, 96, 96}, 24, c.brand600);
  canvas.icon("scan", 122, 278, 52, c.on_brand, 1.8F);
  canvas.circle({944, 304}, 36, c.brand50);
  canvas.icon("arrow-right", 924, 284, 40, c.brand600, 2.1F);
  for (int i = 0; i < 2; ++i) {
    const Rect card{64 + static_cast<float>(i) * 488, 440, 464, 232};
    canvas.shadow(card, 28, {.sigma = 10, .dy = 6, .color = c.brand900.percent(10)});
    canvas.round(card, 28, c.surface);
    canvas.round({card.x + 32, card.y + 32, 80, 80}, 22, c.brand50);
    canvas.icon(i == 0 ? "umbrella" : "heart", card.x + 48, card.y + 48, 48, c.brand600, 1.75F);
    canvas.text(i == 0 ? "社会保障" : "医疗保险", card.x + 136, card.y + 34,
                {.size = 40, .color = c.ink, .face = Face::kBold});
    canvas.fill({card.x + 32, card.y + 146, card.w - 64, 2}, c.divider);
    canvas.round({card.right() - 240, card.y + 166, 208, 48}, 24, i == 0 ? c.ok_soft : c.mid_soft);
    canvas.text(
        i == 0 ? "约 12 分钟" : "约 28 分钟", card.right() - 52, card.y + 176,
        {.size = 27, .color = i == 0 ? c.ok : c.mid, .face = Face::kBold, .align = Align::kRight});
  }
  canvas.stroke({64, 712, 300, 88}, 24, 2, c.control);
  canvas.stroke({390, 712, 300, 88}, 44, 6, look.elder.navy);
  canvas.stroke({716, 712, 300, 88}, 0, 3, c.bad);
  const Rect hero{64, 830, 600, 140};
  canvas.shadow(hero, 32, {.sigma = 16, .dy = 0, .color = look.dark.glow.percent(47)});
  canvas.gradient(hero, 32, look.dark.hero_top, look.dark.hero_bottom);
  canvas.fade({100, 860, 200, 80}, c.on_brand, true);
  canvas.fade({400, 860, 200, 80}, c.on_brand, false);
  const float values[] = {3, 9, 17, 22, 19, 24, 12};
  canvas.curve({700, 830, 316, 140}, values, 30, 5, c.brand600, 35);
}

TEST(Sheets, CardsShadowsGradients) {
  const Theme look = theme();
  expect_sheet("cards", {1080, 1000}, [&](Canvas& canvas) { paint_cards(canvas, look); });
}

TEST(Sheets, CardsAreCrispAtTwiceTheSize) {
  const Theme look = theme();
  expect_sheet(
      "cards-2x", {1080, 1000}, [&](Canvas& canvas) { paint_cards(canvas, look); }, 2);
}

TEST(Sheets, EveryIconIsDrawn) {
  const Theme look = theme();
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(assets_folder() / "icons")) {
    if (entry.path().extension() == ".svg") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  ASSERT_GT(names.size(), 40U);
  expect_sheet("icons", {1200, 1100}, [&](Canvas& canvas) {
    canvas.fill({0, 0, 1200, 1100}, look.light.surface);
    for (size_t i = 0; i < names.size(); ++i) {
      const float x = 30 + static_cast<float>(i % 8) * 145;
      const float y = 24 + static_cast<float>(i / 8) * 132;
      canvas.icon(names[i], x + 30, y, 72, look.light.brand700);
      canvas.text(names[i], x + 66, y + 84,
                  {.size = 20, .color = look.light.ink2, .align = Align::kCenter});
    }
  });
}

}  // namespace
}  // namespace yichuang::ui
