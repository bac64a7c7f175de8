#include "tests/devices/printer_bench.h"

#include <fmt/core.h>

#include <cerrno>
#include <charconv>
#include <optional>
#include <vector>

namespace yichuang {
namespace {

constexpr int kAddressMax = 127;

struct FactName {
  const char* name;
  bool PrinterFacts::*fact;
};

constexpr FactName kFactNames[] = {
    {"paper_out", &PrinterFacts::paper_out},
    {"paper_near_end", &PrinterFacts::paper_near_end},
    {"cover_open", &PrinterFacts::cover_open},
    {"offline", &PrinterFacts::offline},
    {"cutter_error", &PrinterFacts::cutter_error},
    {"overheated", &PrinterFacts::overheated},
    {"unrecoverable", &PrinterFacts::unrecoverable},
};

std::optional<uint64_t> parse_number(std::string_view text) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

std::optional<std::vector<uint8_t>> parse_hex(std::string_view text) {
  if (text.empty() || text.size() % 2 != 0) return {};
  std::vector<uint8_t> bytes;
  for (size_t i = 0; i < text.size(); i += 2) {
    uint8_t byte = 0;
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + i + 2, byte, 16);
    if (error != std::errc() || end != text.data() + i + 2) return {};
    bytes.push_back(byte);
  }
  return bytes;
}

}  // namespace

PrinterBench::PrinterBench(UMockdevTestbed* testbed, const PrinterIdentity& identity,
                           const UsbPlace& place)
    : model_(identity), usb_(testbed, model_), place_(place) {
  --place_.address;  // plug() takes the next
}

std::string_view PrinterBench::help() {
  return "FACT 0|1 (paper_out paper_near_end cover_open offline cutter_error overheated "
         "unrecoverable), nak 0|1, mute 0|1, stall 0|1, unplug, plug, unplug_after_bytes N, "
         "paper_out_after_rows N, short_write N, rows_per_second N, garbage HEX, jam_at_cut, "
         "refuse_claim, status, help";
}

std::string PrinterBench::command(std::string_view line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
  const size_t space = line.find(' ');
  const std::string_view name = line.substr(0, space);
  return carry_out(name, space == std::string_view::npos ? "" : line.substr(space + 1));
}

std::string PrinterBench::carry_out(std::string_view name, std::string_view value) {
  if (name == "status") return status();
  if (name == "help") return fmt::format("ok {}", help());
  if (name == "plug") {
    if (usb_.plugged()) return "error it is plugged in";
    plug();
    return fmt::format("ok bus={} address={}", place_.bus, place_.address);
  }
  if (name == "unplug") {
    if (!usb_.plugged()) return "error it is not plugged in";
    unplug();
    return "ok";
  }
  if (name == "jam_at_cut") {
    with_model([](PrinterModel& model) { model.jam_at_next_cut(); });
    return "ok";
  }
  if (name == "refuse_claim") {
    usb_.refuse_next_claim(EBUSY);
    return "ok";
  }
  if (name == "garbage") {
    const auto bytes = parse_hex(value);
    if (!bytes) return "error garbage takes bytes in hexadecimal";
    with_model([&](PrinterModel& model) { model.say(*bytes); });
    return "ok";
  }
  const auto number = parse_number(value);
  if (!number) return fmt::format("error '{}' is no command, or lacks its number; try help", name);
  if (set_number(name, *number)) return "ok";
  if (*number > 1) return fmt::format("error '{}' takes 0 or 1; try help", name);
  if (set_fact(name, *number == 1) || set_switch(name, *number == 1)) return "ok";
  return fmt::format("error no command '{}'; try help", name);
}

bool PrinterBench::set_number(std::string_view name, uint64_t value) {
  if (name == "unplug_after_bytes") {
    usb_.unplug_after(value);
  } else if (name == "paper_out_after_rows") {
    with_model([&](PrinterModel& model) { model.run_out_after_rows(value); });
  } else if (name == "short_write") {
    usb_.end_next_out_short(value);
  } else if (name == "rows_per_second") {
    rows_per_second_ = value;
    with_model([&](PrinterModel& model) {
      model.set_rows_allowed(value == 0 ? std::nullopt : std::optional<uint64_t>(0));
    });
  } else {
    return false;
  }
  return true;
}

bool PrinterBench::set_fact(std::string_view name, bool value) {
  for (const FactName& each : kFactNames) {
    if (each.name != name) continue;
    change_facts([&](PrinterFacts& facts) { facts.*each.fact = value; });
    return true;
  }
  return false;
}

bool PrinterBench::set_switch(std::string_view name, bool value) {
  if (name == "nak") {
    with_model([&](PrinterModel& model) { model.set_nak(value); });
  } else if (name == "mute") {
    with_model([&](PrinterModel& model) { model.set_mute(value); });
  } else if (name == "stall") {
    usb_.stall(PrinterModel::kOutEndpoint, value);
  } else {
    return false;
  }
  return true;
}

std::string PrinterBench::status() {
  std::string line = fmt::format("ok plugged={:d} address={} claimed={:d}", usb_.plugged(),
                                 place_.address, usb_.claimed());
  with_model([&](PrinterModel& model) {
    for (const FactName& each : kFactNames) {
      line += fmt::format(" {}={:d}", each.name, model.facts().*each.fact);
    }
    line += fmt::format(" tickets={} rows={} uncut_rows={} received={} soft_resets={}",
                        model.paper().cuts(), model.paper().rows(), model.paper().current().rows(),
                        model.received_bytes(), model.soft_resets());
  });
  return line;
}

void PrinterBench::plug() {
  with_model([](PrinterModel& model) { model.power_cycle(); });
  place_.address = place_.address % kAddressMax + 1;
  usb_.plug(place_);
}

void PrinterBench::unplug() { usb_.unplug(); }

bool PrinterBench::finish_pull() {
  if (!usb_.pulled()) return false;
  unplug();
  return true;
}

void PrinterBench::pass_time(int64_t ms) {
  if (rows_per_second_ == 0) return;
  milli_rows_ += ms * static_cast<int64_t>(rows_per_second_);
  const int64_t rows = milli_rows_ / 1000;
  milli_rows_ %= 1000;
  // Not more on top of what is left: a printer at rest does not save up its speed.
  with_model([&](PrinterModel& model) { model.set_rows_allowed(static_cast<uint64_t>(rows)); });
}

void PrinterBench::change_facts(const std::function<void(PrinterFacts&)>& change) {
  with_model([&](PrinterModel& model) {
    PrinterFacts facts = model.facts();
    change(facts);
    model.set_facts(facts);
  });
}

void PrinterBench::with_model(const std::function<void(PrinterModel&)>& use) {
  usb_.with_model([&] { use(model_); });
}

}  // namespace yichuang
