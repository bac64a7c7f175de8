#include "tests/devices/rig_bench.h"

#include <fmt/core.h>

namespace yichuang {
namespace {

constexpr int kReaderAddress = 120;  // the printer takes those from 5 on
constexpr std::string_view kScan = "scan ";

}  // namespace

std::string RigBench::help() {
  return fmt::format("scan CODE, plug_reader, unplug_reader, card, no_card, unplug_id_reader, {}",
                     PrinterBench::help());
}

void RigBench::plug_reader() {
  if (!reader_.plugged()) reader_.plug({.bus = 1, .address = kReaderAddress, .port = "1-2"});
}

void RigBench::plug_id_reader() {
  if (!id_reader_.plugged())
    id_reader_.plug({.bus = 1, .address = kReaderAddress + 1, .port = "1-3"});
}

std::string RigBench::command(std::string_view line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
  if (line == "help") return "ok " + help();
  if (line == "plug_reader") return plug_reader(), "ok";
  if (line == "unplug_reader") return reader_.unplug(), "ok";
  if (line == "unplug_id_reader") return id_reader_.unplug(), "ok";
  if (line == "card" || line == "no_card") {
    id_reader_.with_model([&] {
      if (line == "card") {
        id_model_.module.put_card(made_up_card('2'));
      } else {
        id_model_.module.take_card();
      }
    });
    return "ok";
  }
  if (!line.starts_with(kScan)) return printer_.command(line);
  if (!reader_.plugged()) return "error no reader is plugged in";
  const std::string code(line.substr(kScan.size()));
  reader_.with_model([&] { reader_model_.scan(code); });
  return "ok";
}

}  // namespace yichuang
