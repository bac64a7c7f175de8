#include "kiosk/screens/plain_look.h"

namespace yichuang::kiosk {
namespace {

// Large type (DESIGN tokens "elder"): nothing below 52.
constexpr PlainLook::Type kLargeType{.title = 92,
                                     .subtitle = 52,
                                     .number = 320,
                                     .lead = 80,
                                     .line = 60,
                                     .button = 76,
                                     .small = 52,
                                     .least = 52,
                                     .badge = 140};
constexpr PlainLook::Type kUsualType{.title = 56,
                                     .subtitle = 32,
                                     .number = 240,
                                     .lead = 44,
                                     .line = 36,
                                     .button = 40,
                                     .small = 28,
                                     .least = 28,
                                     .badge = 96};

constexpr PlainLook kLargeUpright{.large = true,
                                  .size = {1080, 1920},
                                  .header = 300,
                                  .card = {},
                                  .body = {48, 340, 984, 1112},
                                  .acts = {48, 340, 984, 1112},
                                  .act_height = 168,
                                  .heading = {},
                                  .list = {48, 336, 984, 1116},
                                  .list_card = {},
                                  .list_columns = 1,
                                  .row_height_max = 240,
                                  .typed_list = {},
                                  .typed_card = {},
                                  .typed_columns = 1,
                                  .typed_rows = 0,
                                  .typed = {},
                                  .keys = {},
                                  .foot_height = 152,
                                  .gap = 24,
                                  .footer_top = 1484,
                                  .warning_top = 1484,
                                  .type = kLargeType};

constexpr PlainLook kLargeLandscape{.large = true,
                                    .size = {1920, 1080},
                                    .header = 184,
                                    .card = {},
                                    .body = {48, 208, 888, 664},
                                    .acts = {960, 208, 912, 664},
                                    .act_height = 168,
                                    .heading = {},
                                    .list = {48, 208, 1824, 664},
                                    .list_card = {},
                                    .list_columns = 2,
                                    .row_height_max = 240,
                                    .typed_list = {},
                                    .typed_card = {},
                                    .typed_columns = 1,
                                    .typed_rows = 0,
                                    .typed = {},
                                    .keys = {},
                                    .foot_height = 152,
                                    .gap = 18,
                                    .footer_top = 896,
                                    .warning_top = 896,
                                    .type = kLargeType};

constexpr PlainLook kLandscape{.large = false,
                               .size = {1920, 1080},
                               .header = 128,
                               .card = {64, 160, 1000, 776},
                               .body = {104, 196, 920, 712},
                               .acts = {1096, 160, 760, 776},
                               .act_height = 168,
                               .heading = {64, 152, 1792, 72},
                               .list = {64, 240, 1792, 696},
                               .list_card = {},
                               .list_columns = 3,
                               .row_height_max = 216,
                               .typed_list = {1096, 240, 760, 696},
                               .typed_card = {64, 240, 1000, 696},
                               .typed_columns = 1,
                               .typed_rows = 4,
                               .typed = {96, 272, 936, 104},
                               .keys = {96, 428, 936, 472},
                               .foot_height = 112,
                               .gap = 20,
                               .footer_top = 960,
                               .warning_top = 856,
                               .type = kUsualType};

// Whoever sits reaches the lower half.
constexpr PlainLook kLow{.large = false,
                         .size = {1080, 1920},
                         .header = 208,
                         .card = {64, 240, 952, 696},
                         .body = {104, 272, 872, 640},
                         .acts = {64, 968, 952, 776},
                         .act_height = 136,
                         .heading = {},
                         .list = {64, 968, 952, 776},
                         .list_card = {64, 240, 952, 696},
                         .list_columns = 2,
                         .row_height_max = 216,
                         .typed_list = {64, 968, 952, 440},
                         .typed_card = {64, 240, 952, 696},
                         .typed_columns = 2,
                         .typed_rows = 4,
                         .typed = {104, 720, 872, 104},
                         .keys = {64, 1432, 952, 312},
                         .foot_height = 128,
                         .gap = 16,
                         .footer_top = 1776,
                         .warning_top = 1496,
                         .type = kUsualType};

constexpr PlainLook kUpright{.large = false,
                             .size = {1080, 1920},
                             .header = 208,
                             .card = {64, 264, 952, 1448},
                             .body = {112, 320, 856, 1340},
                             .acts = {112, 320, 856, 1340},
                             .act_height = 168,
                             .heading = {112, 300, 856, 160},
                             .list = {112, 480, 856, 1180},
                             .list_card = {64, 264, 952, 1448},
                             .list_columns = 1,
                             .row_height_max = 216,
                             .typed_list = {},
                             .typed_card = {},
                             .typed_columns = 1,
                             .typed_rows = 0,
                             .typed = {},
                             .keys = {},
                             .foot_height = 136,
                             .gap = 20,
                             .footer_top = 1776,
                             .warning_top = 1496,
                             .type = kUsualType};

}  // namespace

PlainRoom PlainLook::room(const Flow& flow) const {
  return {rows_per_page(flow), static_cast<size_t>(typed_rows), !typed.empty(), !large};
}

const PlainLook& look_of(const Flow& flow) {
  // The staff's screens have one type: theirs is much to say.
  const bool staffs = flow.screen == Screen::kStaffPin || flow.screen == Screen::kStaff;
  if (flow.landscape) return flow.elder && !staffs ? kLargeLandscape : kLandscape;
  if (flow.elder) return kLargeUpright;
  return flow.low ? kLow : kUpright;
}

PlainColors colors_of(const View& view, const PlainLook& look) {
  const ui::ElderPalette& elder = view.theme.elder;
  const ui::LightPalette& light = view.palette();
  if (look.large && !view.flow.contrast)
    return {.ground = elder.surface,
            .panel = elder.footer,
            .ink = elder.ink,
            .ink2 = elder.ink,
            .off = light.ink3,
            .strong = elder.navy,
            .on_strong = elder.surface,
            .header = elder.navy,
            .on_header = elder.surface,
            .on_header2 = elder.accent,
            .accent = elder.accent,
            .on_accent = elder.ink,
            .border = elder.navy,
            .card = elder.surface};
  return {.ground = light.canvas,
          .panel = light.surface,
          .ink = light.ink,
          .ink2 = light.ink2,
          .off = light.ink3,
          .strong = light.brand600,
          .on_strong = light.on_brand,
          .header = light.brand600,
          .on_header = light.on_brand,
          .on_header2 = light.on_brand2,
          .accent = light.ink,
          .on_accent = light.canvas,
          .border = view.flow.contrast ? light.control : light.brand600,
          .card = light.surface};
}

}  // namespace yichuang::kiosk
