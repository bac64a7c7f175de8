#include "queue-server/catalogue_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace yichuang {
namespace {

using Changes = std::vector<std::string>;

size_t open_tickets(const State& state, ServiceIndex service) {
  return static_cast<size_t>(std::ranges::count_if(state.tickets, [&](const Ticket& ticket) {
    return ticket.service == service && !is_over(ticket.phase);
  }));
}

void compare_services(const State& state, const wire::CatalogueAdopted& catalogue, Changes& out) {
  for (const auto& record : catalogue.services()) {
    const Service* known = state.service(record.id());
    if (!known || known->retired) {
      out.push_back(fmt::format("service {} comes, series {}", record.id(), record.prefix()));
      continue;
    }
    if (known->prefix != record.prefix()) {
      out.push_back(fmt::format("service {}: series {} instead of {}", record.id(), record.prefix(),
                                known->prefix));
    }
    if (known->name_zh != record.name_zh() || known->name_en != record.name_en()) {
      out.push_back(fmt::format("service {} is called {} / {}", record.id(), record.name_zh(),
                                record.name_en()));
    }
    if (known->slot_minutes != record.slot_minutes() ||
        known->slot_capacity != record.slot_capacity()) {
      out.push_back(fmt::format("service {}: appointments of {} min, {} at a time", record.id(),
                                record.slot_minutes(), record.slot_capacity()));
    }
  }
  for (const Service& service : state.services) {
    const bool stays = std::ranges::any_of(
        catalogue.services(), [&](const auto& record) { return record.id() == service.id; });
    if (stays || service.retired) continue;
    out.push_back(fmt::format("service {} goes; {} open tickets stay", service.id,
                              open_tickets(state, state.service_index(service))));
  }
}

std::string served_by(const wire::WindowRecord& record) {
  if (record.general()) return "everything";
  return fmt::format("{}", fmt::join(record.services(), ", "));
}

bool serves_the_same(const State& state, const Window& window, const wire::WindowRecord& record) {
  if (window.general != record.general() || window.helps != record.helps() ||
      window.agent != record.agent()) {
    return false;
  }
  if (window.general) return true;
  std::set<std::string> today;
  for (const ServiceIndex index : window.services) {
    if (!state.services[index].retired) today.insert(state.services[index].id);
  }
  return today == std::set<std::string>(record.services().begin(), record.services().end());
}

void compare_windows(const State& state, const wire::CatalogueAdopted& catalogue, Changes& out) {
  for (const auto& record : catalogue.windows()) {
    const Window* known = state.window(record.window());
    if (!known || known->retired) {
      out.push_back(fmt::format("window {} comes, serves {}", record.window(), served_by(record)));
    } else if (!serves_the_same(state, *known, record)) {
      out.push_back(fmt::format("window {} serves {}", record.window(), served_by(record)));
    }
  }
  for (const auto& [number, window] : state.windows) {
    const bool stays = std::ranges::any_of(
        catalogue.windows(), [own = number](const auto& record) { return record.window() == own; });
    if (!stays && !window.retired) out.push_back(fmt::format("window {} goes", number));
  }
}

bool opens_the_same(const State& state, const wire::CatalogueAdopted& catalogue) {
  const auto same = [](const OpenSpan& now, const wire::TimeSpan& next) {
    return now.from.ms == next.from_ms() && now.to.ms == next.to_ms();
  };
  const auto& next = catalogue.hours().open();
  return state.keeps_hours == catalogue.has_hours() &&
         std::equal(state.hours.begin(), state.hours.end(), next.begin(), next.end(), same);
}

bool notes_the_same(const State& state, const wire::CatalogueAdopted& catalogue) {
  const auto same = [](const wire::Text& now, const wire::Text& next) {
    return now.zh() == next.zh() && now.en() == next.en();
  };
  return std::equal(state.notices.begin(), state.notices.end(), catalogue.notices().begin(),
                    catalogue.notices().end(), same);
}

}  // namespace

std::vector<std::string> catalogue_changes(const State& state,
                                           const wire::CatalogueAdopted& catalogue) {
  Changes out;
  if (state.day == 0) return out;  // the first catalogue of all
  compare_services(state, catalogue, out);
  compare_windows(state, catalogue, out);
  if (!(rules_of(catalogue.rules()) == state.rules)) out.push_back("the rules change");
  if (!opens_the_same(state, catalogue)) out.push_back("the hours of today change");
  if (!notes_the_same(state, catalogue)) out.push_back("the notices change");
  if (catalogue.time_zone() != state.time_zone) {
    out.push_back(fmt::format("the time zone is {}", catalogue.time_zone()));
  }
  return out;
}

}  // namespace yichuang
