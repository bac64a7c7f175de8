#include "queue-server/web/phone_view.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <algorithm>
#include <memory>

#include "base/assert.h"
#include "queue-server/web/console_view.h"
#include "queue-server/web/json.h"

namespace yichuang {
namespace {

bool is_open(const State& state, const Service& service) {
  return std::ranges::any_of(state.windows, [&](const auto& entry) {
    return entry.second.phase == wire::WINDOW_PHASE_OPEN &&
           serves(entry.second, state.service_index(service));
  });
}

// A kiosk somewhere in the hall takes papers in just now.
bool scans(const State& state) {
  return std::ranges::any_of(state.devices, [](const auto& entry) {
    const Device& device = entry.second;
    return device.device == "scanner" && (device.state == wire::DEVICE_STATE_READY ||
                                          device.state == wire::DEVICE_STATE_ATTENTION);
  });
}

void write_papers(JsonWriter& json, const PhoneInput& input) {
  if (input.item) json.key("item").raw(item_json(*input.item));
  if (!input.papers) return;
  json.member("scans", scans(input.state)).key("papers").begin_array();
  for (const PaperStore::Paper& paper : *input.papers) {
    json.begin_object()
        .member("ordinal", paper.leave.ordinal())
        .member("pages", paper.leave.pages())
        .member("received", paper.received.ms)
        .end_object();
  }
  json.end_array();
}

}  // namespace

std::string phone_ticket_json(const PhoneInput& input) {
  const wire::TicketView& view = input.view;
  const State& state = input.state;
  JsonWriter json;
  const auto names = [&](std::string_view zh, std::string_view en) {
    json.member("zh", zh).member("en", en);
  };
  json.begin_object()
      .member("ok", true)
      .member("number", view.number())
      .member("phase", name_of(view.phase()))
      .member("ahead", view.ahead())
      .member("behind", view.behind())
      .member("p50", view.wait_min_p50())
      .member("p90", view.wait_min_p90())
      .key("passed_by")
      .begin_array();
  for (const auto& passed : view.passed_by()) {
    json.begin_object()
        .member("reason", name_of(passed.reason()))
        .member("people", passed.people())
        .end_object();
  }
  json.end_array().key("hall").begin_object();
  names(state.hall_zh, state.hall_en);
  json.end_object().member("time_zone", state.time_zone).key("service").begin_object();
  const Service* service = state.service(view.service());
  names(service ? service->name_zh : view.service(), service ? service->name_en : view.service());
  json.end_object().member("open", service && is_open(state, *service)).key("window");
  if (const Window* window = view.window() ? state.window(view.window()) : nullptr) {
    json.begin_object().member("number", window->number);
    names(window->name_zh, window->name_en);
    json.end_object();
  } else {
    json.null();
  }
  write_papers(json, input);
  return json.end_object().take();
}

std::string code_svg(std::string_view token) {
  constexpr int kQuietModules = 4;  // ISO/IEC 18004 section 6.3.8
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(token.size()),
                        reinterpret_cast<const unsigned char*>(token.data()), 0, QR_ECLEVEL_M),
      QRcode_free);
  HALL_ASSERT(code);
  const int size = code->width + 2 * kQuietModules;
  std::string dark;
  for (int y = 0; y < code->width; ++y)
    for (int x = 0; x < code->width; ++x)
      if (code->data[y * code->width + x] & 1)
        dark += fmt::format("M{} {}h1v1h-1z", x + kQuietModules, y + kQuietModules);
  return fmt::format(R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" )"
                     R"(shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{0}v{0}H0z"/>)"
                     R"(<path d="{1}"/></svg>)",
                     size, dark);
}

}  // namespace yichuang
