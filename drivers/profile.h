// Profile: what differs between models of ticket printers, as data. Read from quirks/*.conf, where
// the reason stands beside each oddity. Plain data, read once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/limits.h"

namespace yichuang {

// The folder of the installation's profiles: the sources' own if this was built from them here.
std::filesystem::path default_quirks();

// Every *.conf of a folder, in order of name. kNotFound if the folder cannot be read.
Result<std::vector<std::filesystem::path>> profile_files(const std::filesystem::path& folder);

struct Profile {
  std::string name = "ESC/POS, 80 mm";
  int width_dots = 576;  // of the printable area: 80 mm paper 576, 58 mm 384, at 203 dpi
  int band_rows = limits::kBandRowsMax;
  bool cutter = true;            // else the ticket is fed out and torn off by hand
  int feed_before_cut_dots = 0;  // beyond what the printer feeds to its blade, or to the tear bar
  uint8_t near_end_bits = 0x0C;  // in the answer to DLE EOT 4
  uint8_t paper_out_bits = 0x60;
  bool automatic_status = true;  // GS a works; else the printer is asked each second
  bool native_qr = false;        // draws QR codes well, centred, by GS ( k
  bool gbk_text = false;         // has a Chinese font of 24 x 24 dots and takes text as GBK (FS &)
  bool soft_reset = true;        // the USB class request empties its buffer; else the port is reset
};

// A profile and the devices that it is for.
struct ProfileMatch {
  uint16_t vendor = 0;
  std::optional<uint16_t> product;  // nothing: every product of the vendor
  Profile profile;
};

class Profiles {
 public:
  // Every *.conf of a folder, in order of name. An error names file, line and key.
  static Result<Profiles> load(const std::filesystem::path& folder);
  // The same from one file's text.
  static Result<Profiles> parse(std::string_view text, std::string name);

  // The profile for a device: by vendor and product, else by vendor, else the default.
  const Profile& find(uint16_t vendor, uint16_t product) const;
  bool knows(uint16_t vendor, uint16_t product) const;

 private:
  const Profile* find_or_none(uint16_t vendor, uint16_t product) const;

  std::vector<ProfileMatch> matches_;
  Profile default_;
};

}  // namespace yichuang
