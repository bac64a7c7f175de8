// EscPosSession: the conversation with one connected ESC/POS printer, from the claim of its
// interface until it is lost. Everything runs, and waits, on the printer's driver thread; every
// wait is bounded and listens to the printer meanwhile.
//
// A ticket is "printed" only if the printer answered the request that stands behind the cut (GS r
// 1, answered in the order of its buffer) and is well. Once a byte of the picture was handed to the
// bus, any error or silence makes it "unknown": nothing is sent again.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "drivers/device_link.h"
#include "drivers/escpos_status.h"
#include "drivers/printer.h"
#include "drivers/profile.h"

namespace yichuang {

// How long the printer may be silent, in milliseconds. A job that hangs is told as unknown after at
// most one chunk or confirmation time and the diagnosis, under five seconds in all.
struct EscPosTimes {
  static constexpr int kAnswer = 1000;       // DLE EOT, when all is well
  static constexpr int kDiagnosis = 400;     // each question after a fault
  static constexpr int kSynchronise = 2000;  // until the buffer is worked off before a ticket
  static constexpr int kChunk = 2000;        // until the printer has taken one transfer
  static constexpr int kConfirm = 3500;      // from the last byte taken until the cut is told
};

// What the session needs of its printer's thread.
class EscPosHost {
 public:
  virtual ~EscPosHost() = default;
  // Sleeps until something rings (input, end of a write, removal, stop) or `timeout_ms`.
  virtual void rest(int timeout_ms) = 0;
  virtual bool stopping() const = 0;
  // The bus has seen the session's device leave.
  virtual bool has_left() const = 0;
  virtual void facts_changed(const PrinterFacts& facts) = 0;
};

class EscPosSession {
 public:
  EscPosSession(std::unique_ptr<DeviceLink> link, const Profile& profile, int width_dots,
                EscPosHost& host);

  // Empties the printer's buffers of what an earlier program may have left, asks how it is,
  // switches automatic status on. False if it does not answer.
  bool begin();
  // Takes in what the printer has said meanwhile.
  void listen();
  // Asks how the printer is. False if it does not answer.
  bool ask_status(int timeout_ms = EscPosTimes::kAnswer);
  // `separate`: an earlier ticket may have left a piece on the paper; it is cut off first.
  PrintResult print(const PrintJob& job, bool separate);
  // After a job that was not printed: empties the printer's buffers, so that no rest of a ticket
  // comes out later or swallows the next one. False: the session is of no more use.
  bool recover();
  // Resets the port, so that a printer that no longer answers starts anew.
  void reset_port() { link_->reset_device(); }

  bool lost() const { return link_->lost(); }
  const PrinterFacts& facts() const { return facts_; }
  // The printer tells its changes by itself; else it must be asked.
  bool automatic() const { return automatic_seen_; }
  // When listen() is to be called again though nothing rings, in milliseconds.
  std::optional<int> pause_ms() const { return link_->input_pause_ms(); }

 private:
  bool stopped() const { return condition_of(facts_) == DeviceCondition::kStopped; }
  void set_facts(const PrinterFacts& facts);
  void take(const escpos::Message& message);
  bool wait_until(int timeout_ms, const std::function<bool()>& done);
  LinkEnd send(std::span<const uint8_t> bytes, int timeout_ms,
               const std::function<bool()>& give_up = {});
  bool flush();
  std::optional<PrintReason> prepare(const PrintJob& job, bool separate);
  std::optional<PrintReason> synchronise(bool separate);
  std::optional<PrintReason> transmit(std::span<const uint8_t> bytes);
  PrintReason diagnose(LinkEnd end);

  const std::unique_ptr<DeviceLink> link_;
  const Profile profile_;
  const int width_dots_;
  EscPosHost& host_;
  escpos::StatusParser parser_;
  PrinterFacts facts_;
  bool automatic_seen_ = false;
  bool awaits_answer_ = false;  // else an answer was not asked for, and means nothing
  std::optional<uint8_t> answer_;
  bool awaits_paper_ = false;
  std::optional<escpos::PaperStatus> paper_;
};

// The one fact that best says why a stopped printer prints nothing.
PrintReason reason_of(const PrinterFacts& facts);

}  // namespace yichuang
