// The hall of the kiosk's golden pictures: the eight services of the mock, twelve windows, a
// morning in May. Plain state, as a mirror would hold it.
#pragma once

#include <map>
#include <string>

#include "hall/state.h"
#include "kiosk/flow.h"
#include "kiosk/scan/preview.h"
#include "kiosk/staff_facts.h"

namespace yichuang::kiosk {

// Tuesday 20 May 2025, 10:24:00 in Shanghai.
inline constexpr Time kSampleTime{1'747'707'840'000};

inline State sample_hall() {
  State state;
  state.seq = 1;
  state.day = 20250520;
  state.hall_zh = "滨江区政务服务中心";
  state.hall_en = "Binjiang Public Service Centre";
  state.time_zone = "Asia/Shanghai";
  struct Row {
    const char *id, *prefix, *zh, *en, *icon;
    int waiting;
  };
  static const Row rows[] = {
      {"social", "A", "社会保障", "Social insurance", "umbrella", 5},
      {"medical", "B", "医疗保险", "Medical insurance", "heart", 12},
      {"household", "C", "户籍与身份证", "Household & ID card", "id-card", 3},
      {"property", "D", "不动产登记", "Property registration", "house", 21},
      {"housing-fund", "E", "住房公积金", "Housing fund", "wallet", 6},
      {"tax", "F", "税务服务", "Tax service", "receipt", 4},
      {"business", "G", "企业开办", "Start a business", "briefcase", 0},
      {"general", "H", "综合窗口", "Other services", "grid", 8}};
  uint32_t key = 1;
  for (const Row& row : rows) {
    Service service;
    service.id = row.id;
    service.prefix = row.prefix;
    service.name_zh = row.zh;
    service.name_en = row.en;
    service.icon = row.icon;
    service.service_seconds = 600;
    for (int i = 0; i < row.waiting; ++i, ++key) {
      service.lines.walk_ins[wire::PRIORITY_CLASS_ORDINARY].insert(
          {key, static_cast<TicketKey>(key)});
    }
    state.services.push_back(service);
  }
  for (WindowNumber number = 1; number <= 12; ++number) {
    Window window;
    window.number = number;
    window.name_zh = "综合窗口";
    window.name_en = "General counter";
    window.general = number <= 4;
    window.phase = wire::WINDOW_PHASE_OPEN;
    if (window.general) {
      for (ServiceIndex i = 0; i < state.services.size(); ++i) window.services.push_back(i);
    } else {
      window.services.push_back((number - 5) % 8);
    }
    state.windows[number] = window;
  }
  return state;
}

// What the server's pulse would say of the sample hall; property's counters are closed.
inline std::map<std::string, wire::ServiceEstimate> sample_estimates() {
  struct Row {
    const char* id;
    uint32_t p50, p90;
    bool open;
  };
  static const Row rows[] = {{"social", 12, 20, true},       {"medical", 28, 41, true},
                             {"household", 8, 13, true},     {"property", 55, 80, true},
                             {"housing-fund", 15, 24, true}, {"tax", 0, 0, false},
                             {"business", 0, 0, true},       {"general", 20, 31, true}};
  std::map<std::string, wire::ServiceEstimate> out;
  for (const Row& row : rows) {
    wire::ServiceEstimate& estimate = out[row.id];
    estimate.set_service(row.id);
    estimate.set_wait_min_p50(row.p50);
    estimate.set_wait_min_p90(row.p90);
    estimate.set_open(row.open);
  }
  return out;
}

inline FlowTicket sample_ticket() {
  return {41, "A012", "social", 5, 12, 20, "q7Jx2mVb9Kc4TnRw8ZpL3A", false, "social-card"};
}

// "Social security card: the first one", with the papers that it needs.
inline wire::ItemRecord sample_item() {
  wire::ItemRecord item;
  item.set_id("social-card");
  item.set_service("social");
  item.mutable_name()->set_zh("社会保障卡首次申领");
  item.mutable_name()->set_en("Social security card, first issue");
  item.mutable_department()->set_zh("人力资源和社会保障局");
  item.mutable_department()->set_en("Human Resources and Social Security Bureau");
  item.set_on_the_spot(true);
  wire::Text& basis = *item.add_basis();
  basis.set_zh("《中华人民共和国社会保险法》第五十八条");
  basis.set_en("Social Insurance Law, article 58");
  const auto add = [&](const char* zh, const char* en, bool copy, bool optional) {
    wire::DocumentRecord& document = *item.add_documents();
    document.mutable_name()->set_zh(zh);
    document.mutable_name()->set_en(en);
    document.set_original(true);
    document.set_copy(copy);
    document.set_optional(optional);
  };
  add("居民身份证", "Resident identity card", true, false);
  add("近期一寸免冠照片", "Recent photograph, 25 × 35 mm", false, false);
  add("社会保障卡申领登记表", "Application form for a social security card", false, false);
  add("监护人身份证（未满 16 周岁的）", "Guardian's identity card (if under 16)", true, true);
  return item;
}

// A page as a scanner might have seen it: a headline, lines of writing, a stamp.
inline scan::Preview sample_page() {
  scan::Preview page{.width_px = 707, .height_px = 1000, .rgb = {}};
  page.rgb.assign(707 * 1000, 0xFAFAF7);
  const auto fill = [&](int x, int y, int w, int h, uint32_t color) {
    for (int row = y; row < y + h; ++row)
      for (int column = x; column < x + w; ++column)
        page.rgb[static_cast<size_t>(row) * 707 + static_cast<size_t>(column)] = color;
  };
  fill(190, 90, 330, 34, 0x202020);
  for (int line = 0; line < 18; ++line)
    fill(80, 180 + line * 38, 540 - line % 4 * 60, 12, 0x555555);
  fill(470, 850, 120, 70, 0xC23B2E);
  return page;
}

inline StaffFacts sample_staff() {
  StaffFacts staff;
  staff.kiosk = "kiosk-1";
  staff.version = "1.0.0";
  staff.connected = true;
  staff.last_contact = kSampleTime - 6 * 60'000;
  staff.papers = StaffFacts::Papers{
      .web_answers = false, .waiting = 3, .not_taken = 2, .not_taken_of = {"A012", "C021"}};
  staff.devices = {{"printer", {DeviceCondition::kAttention, {"paper_near_end"}}},
                   {"scanner", {DeviceCondition::kReady, {}}},
                   {"code_reader", {DeviceCondition::kAway, {"away"}}},
                   {"id_reader", {DeviceCondition::kStopped, {"silent"}}}};
  staff.counts = {.printed = 4'811, .uncertain = 3, .cuts = 4'816, .paper_rows = 6'100'000};
  staff.rows_on_roll = 331'000;
  for (const char* number : {"A012", "C021", "B107", "F036"})
    staff.last.push_back({number, kSampleTime - 120'000});
  return staff;
}

}  // namespace yichuang::kiosk
