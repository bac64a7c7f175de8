// IdCardSession: finds, selects and reads resident ID cards through a reader's security module
// (sdt_frame.h), over any link. It holds the card's record only while it takes the facts out, and
// wipes it, with the stack on which that was done. One thread, its owner's; knows no clock but what
// it is given.
#pragma once

#include <cstdint>
#include <functional>

#include "drivers/device_link.h"
#include "drivers/reader.h"
#include "drivers/sdt_frame.h"

namespace yichuang {

class IdCardSession {
 public:
  using CardSeen = std::function<void(const CardRead&)>;
  using SilentChanged = std::function<void(bool)>;
  IdCardSession(const PersonKey& key, int answer_ms, CardSeen seen, SilentChanged silent)
      : key_(key), answer_ms_(answer_ms), seen_(std::move(seen)), silent_(std::move(silent)) {}

  // The link is new.
  void begin();
  // Takes what has come, sends what is due; returns when it wants to be called again at the latest.
  int64_t step(DeviceLink& link, bool seeking, int64_t now_ms);

  static constexpr int kUnansweredMax = 3;      // then the module is silent
  static constexpr int kFindEveryMs = 300;      // while a card is looked for
  static constexpr int kAliveEveryMs = 10'000;  // while none is
  static constexpr int kReadMs = 3'000;         // a whole record at 115,200 baud takes 120 ms

 private:
  void send(DeviceLink& link, sdt::Command command, int64_t now_ms);
  void take_answer(const sdt::Answer& answer, bool seeking, int64_t now_ms);
  void on_card_data(const sdt::Answer& answer, bool seeking);
  void tell(const CardRead& read, bool seeking);
  void unanswered(int64_t now_ms);
  sdt::Command next_command(bool seeking) const;

  const PersonKey key_;
  const int answer_ms_;
  const CardSeen seen_;
  const SilentChanged silent_;
  sdt::AnswerParser parser_;
  sdt::Command command_ = sdt::Command::kModuleStatus;  // the last sent
  sdt::Command follow_up_ = sdt::Command::kFindCard;    // what its answer leads to
  bool waiting_ = false;
  bool follows_ = false;     // follow_up_ is to be sent
  bool alive_ = false;       // the module has answered since begin()
  bool told_moved_ = false;  // of the card that lies there
  int unanswered_ = 0;
  int64_t due_ms_ = 0;  // of the answer, or of the next command
};

}  // namespace yichuang
