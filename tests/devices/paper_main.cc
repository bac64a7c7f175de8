// paper: draws what a ticket printer received, as it would look on its paper.
//
//   paper printer.bin ticket.png          the last ticket that was cut
//   paper printer.bin ticket.png --all    every ticket: ticket-1.png, ticket-2.png …
//
// Reads printer.bin.marks beside it, if the rig wrote one, for what was thrown away by a reset.
#include <fmt/core.h>
#include <png.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "base/file.h"
#include "tests/devices/tape.h"

namespace yichuang {
namespace {

constexpr size_t kTapeBytesMax = 256 * 1024 * 1024;
constexpr int kMarginDots = 16;  // white around it, as paper has

bool write_png(const Raster& raster, const std::string& path) {
  const int width = raster.width_dots() + 2 * kMarginDots;
  const int height = raster.rows() + 2 * kMarginDots;
  std::vector<uint8_t> grey(static_cast<size_t>(width) * static_cast<size_t>(height), 255);
  for (int y = 0; y < raster.rows(); ++y) {
    uint8_t* line = grey.data() + static_cast<size_t>(y + kMarginDots) * static_cast<size_t>(width);
    for (int x = 0; x < raster.width_dots(); ++x) {
      if (raster.black(x, y)) line[x + kMarginDots] = 0;
    }
  }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = PNG_FORMAT_GRAY;
  if (png_image_write_to_file(&image, path.c_str(), 0, grey.data(), 0, nullptr) != 0) return true;
  fmt::print(stderr, "paper: {}: {}\n", path, image.message);
  return false;
}

int draw_all(const Paper& paper, const std::filesystem::path& png) {
  int number = 0;
  for (const PaperTicket& ticket : paper.tickets()) {
    const auto path = png.parent_path() / fmt::format("{}-{}{}", png.stem().string(), ++number,
                                                      png.extension().string());
    if (!write_png(ticket.raster, path.string())) return 1;
    fmt::print("{}: {} rows, {}\n", path.string(), ticket.raster.rows(),
               ticket.cut ? "cut" : "torn");
  }
  return 0;
}

int draw_last(const Paper& paper, const std::filesystem::path& png) {
  for (auto ticket = paper.tickets().rbegin(); ticket != paper.tickets().rend(); ++ticket) {
    if (!ticket->cut) continue;
    if (!write_png(ticket->raster, png.string())) return 1;
    fmt::print("{}: ticket {} of {}, {} rows\n", png.string(), paper.cuts(), paper.cuts(),
               ticket->raster.rows());
    return 0;
  }
  fmt::print(stderr, "paper: no ticket was cut\n");
  return 1;
}

int run(const std::string& file, const std::string& png, bool all, int width_dots) {
  auto bytes = read_file(file, kTapeBytesMax);
  if (!bytes) {
    fmt::print(stderr, "paper: {}\n", bytes.error().sentence);
    return 1;
  }
  std::string marks;
  if (std::filesystem::exists(file + ".marks")) {
    auto read = read_file(file + ".marks", kTapeBytesMax);
    if (!read) {
      fmt::print(stderr, "paper: {}\n", read.error().sentence);
      return 1;
    }
    marks = std::move(*read);
  }
  const std::span tape(reinterpret_cast<const uint8_t*>(bytes->data()), bytes->size());
  Paper paper = decode_tape(tape, marks, width_dots);
  if (paper.current().rows() > 0) {
    fmt::print(stderr, "paper: {} rows after the last cut\n", paper.current().rows());
    paper.tear();
  }
  return all ? draw_all(paper, png) : draw_last(paper, png);
}

}  // namespace
}  // namespace yichuang

int main(int argc, char** argv) {
  CLI::App app("Draws what a ticket printer received.");
  std::string file;
  std::string png;
  bool all = false;
  int width_dots = 576;
  app.add_option("file", file, "the bytes that the printer received")->required();
  app.add_option("png", png, "the picture to write")->required();
  app.add_flag("--all", all, "every ticket, numbered, also torn ones");
  app.add_option("--width", width_dots, "dots across the paper (58 mm: 384)")
      ->check(CLI::Range(8, 1024));
  CLI11_PARSE(app, argc, argv);
  return yichuang::run(file, png, all, width_dots);
}
