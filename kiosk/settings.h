// The kiosk's configuration file. Read once at start.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "kiosk/flow.h"
#include "kiosk/keypad.h"
#include "kiosk/narrator.h"

namespace yichuang::kiosk {

struct Settings {
  std::filesystem::path device;  // of `hallctl enroll`
  std::filesystem::path outbox;  // unanswered commands; the folder must be writable
  std::string printer = "none";  // "escpos:usb…" or "none"
  std::filesystem::path printer_quirks;
  int printer_width_dots = 0;        // 0: as the printer's profile says
  std::string scanner = "none";      // "sane:NAME" or "none"
  std::string code_reader = "none";  // "hidpos:usb:VVVV:PPPP", "wedge:PREFIX" or "none"
  std::string id_reader = "none";    // "idcard:…" or "none"
  std::string web;                   // base URL of the phone pages, for the QR code
  std::string staff_pin;             // its hash; empty: no staff panel
  std::filesystem::path assets;
  Language language = Language::kChinese;
  bool landscape = false;    // the screen lies on its side
  int welcome_seconds = 60;  // the home screen untouched; 0: no welcome
  bool fullscreen = true;
  int width_px = 0;  // of the window, if it is not the whole screen
  int height_px = 0;
  KeyMap keypad;
  NarratorSettings speech;
  // Of a code reader that types like a keyboard (drivers/key_wedge.h); empty: it is none.
  std::string wedge_prefix() const {
    return code_reader.starts_with("wedge:") ? code_reader.substr(6) : "";
  }
  // Beside the outbox's own file: "….in-hand", for what a start must find again.
  std::filesystem::path beside_outbox(const char* what) const { return outbox.string() + what; }
  bool has_printer() const { return printer != "none"; }
};

// Every problem at once: "file:line: key: what is expected".
Result<Settings> load_settings(const std::filesystem::path& file);

}  // namespace yichuang::kiosk
