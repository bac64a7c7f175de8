// TcpPrinter: a ticket printer on the network, on a port of this machine: the PrinterModel of the
// emulated bus behind a raw socket, one connection at a time as real ones have it. A thread of its
// own serves it; tests change the model through with_model().
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "tests/devices/printer_model.h"

namespace yichuang {

class TcpPrinter {
 public:
  TcpPrinter();
  ~TcpPrinter();
  TcpPrinter(const TcpPrinter&) = delete;
  TcpPrinter& operator=(const TcpPrinter&) = delete;

  // "escpos:tcp:127.0.0.1:…", the same for as long as it lives.
  std::string address() const;
  void with_model(const std::function<void(PrinterModel&)>& use);

  // The power switch: off resets every connection and refuses new ones.
  void set_power(bool on);
  // Off by itself after so many bytes more; 0: not.
  void power_off_after(uint64_t bytes);
  uint64_t connections() const;

 private:
  void serve();
  bool accept_one();
  bool turn();
  void hang_up();
  void ring();

  PrinterModel model_{PrinterIdentity{}};
  uint16_t port_ = 0;
  int listener_ = -1;
  int client_ = -1;  // the serving thread's
  int bell_ = -1;
  mutable std::mutex mutex_;  // guards the model and all below
  bool power_ = true;
  bool stopping_ = false;
  uint64_t off_at_bytes_ = 0;
  uint64_t connections_ = 0;
  std::vector<uint8_t> to_model_;  // received, not taken by the model yet
  std::thread thread_;
};

}  // namespace yichuang
