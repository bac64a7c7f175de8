#include "kiosk/screens/service_words.h"

#include "kiosk/ticket_facts.h"

namespace yichuang::kiosk {

std::vector<const Service*> offered_services(const State& state) {
  std::vector<const Service*> offered;
  for (const Service& service : state.services)
    if (!service.retired) offered.push_back(&service);
  return offered;
}

std::string expected_wait(const View& view, const Service& service) {
  const Words words(view);
  const wire::ServiceEstimate* estimate = view.estimate(service.id);
  if (estimate == nullptr) return words.large("kiosk.home.unknown");
  if (!estimate->open()) return words.large("kiosk.home.closed");
  const uint32_t minutes = estimate->wait_min_p50();
  return minutes == 0 ? words.large("kiosk.home.no_wait")
                      : words.large("kiosk.home.minutes", {{"minutes", minutes}});
}

std::string waiting_words(const View& view, const Service& service) {
  return Words(view).large("kiosk.home.waiting", {{"count", service.waiting_count()}}) + " · " +
         expected_wait(view, service);
}

std::string_view printer_notice_key(const View& view) {
  if (!view.flow.printer_fitted) return "kiosk.printer.paperless";
  const PrinterStatus& printer = view.printer;
  switch (printer.condition) {
    case DeviceCondition::kReady:
    case DeviceCondition::kAttention:
      return "";
    case DeviceCondition::kAway:
      return "kiosk.printer.away";
    case DeviceCondition::kStopped:
      break;
  }
  if (printer.facts.paper_out) return "kiosk.printer.paper_out";
  if (printer.facts.cover_open) return "kiosk.printer.cover_open";
  return "kiosk.printer.stopped";
}

std::string home_notice(const View& view) {
  const Words words(view);
  if (!view.flow.hall_fresh && view.zone)
    return words.large("kiosk.home.offline",
                       {{"time", clock_face(view.zone->local(view.last_contact()))}});
  if (const std::string_view printer = printer_notice_key(view); !printer.empty())
    return words.large(printer);
  return view.reads_codes && view.flow.hall_fresh ? words.large("kiosk.home.code") : "";
}

}  // namespace yichuang::kiosk
