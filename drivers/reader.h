// What a reader driver is, and the words in which it speaks: bar code and QR readers, and readers
// of resident ID cards. A small table of callbacks registered by scheme. A program does not call
// the table itself; it uses ReaderPort (reader_port.h).
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "drivers/device.h"
#include "drivers/hid_pos.h"
#include "drivers/id_card.h"

namespace yichuang {

struct ReaderFacts {
  bool away = true;     // not connected, or it could not be opened
  bool silent = false;  // connected, and does not answer; it is asked again
  friend bool operator==(const ReaderFacts&, const ReaderFacts&) = default;
};

// The only rule from facts to condition.
DeviceCondition condition_of(const ReaderFacts& facts);

struct ReaderStatus {
  ReaderFacts facts;
  DeviceCondition condition = DeviceCondition::kAway;  // always condition_of(facts)
  friend bool operator==(const ReaderStatus&, const ReaderStatus&) = default;
};

std::vector<const char*> names_of(const ReaderFacts& facts);
std::string text_of(const ReaderStatus& status);

// What became of a card on the plate. Screens say kMoved as "hold the card still and put it down
// again", kUnreadable as "this card cannot be read; take a number without it".
enum class CardOutcome { kRead, kMoved, kUnreadable };
const char* name_of(CardOutcome outcome);  // "read", "moved", "unreadable"

struct CardRead {
  CardOutcome outcome = CardOutcome::kUnreadable;
  IdCardFacts facts;  // of kRead
};

struct ReaderOptions {
  PersonKey person_key{};  // of ID cards: the hall's key
  // How long the device is given, in milliseconds.
  int answer_ms = 1'500;
  int retry_first_ms = 500;  // until one that is away is looked for again; doubles
  int retry_longest_ms = 8'000;
};

// How a driver tells its program. Called on the driver's thread, never under its locks; must return
// soon and call nothing of the driver. What a code or card says is personal: it is not logged.
struct ReaderEvents {
  std::function<void(const ReaderStatus&)> status_changed;
  std::function<void(const hid::ScannedCode&)> code_read;
  std::function<void(const CardRead&)> card_read;  // once for each card that is put down
};

// One reader that a driver was asked to look after. Made by ReaderDriver::open.
class ReaderDevice {
 public:
  virtual ~ReaderDevice() = default;
  // The last known. Any thread; never waits for the device.
  virtual ReaderStatus status() const = 0;
  // Whether cards are looked for; off at first. Bar code readers read always. Any thread.
  virtual void seek_cards(bool on) = 0;
};

struct ReaderDriver {
  const char* scheme;
  // Which devices of this kind are connected now. Any thread; may take 100 ms.
  Result<std::vector<DeviceListing>> (*list)();
  // Begins to look after the device at `address`, which need not be there yet; starts the driver's
  // thread, which ends with the device. Fails only on a wrong address.
  Result<std::unique_ptr<ReaderDevice>> (*open)(const DeviceAddress& address,
                                                const ReaderOptions& options, ReaderEvents events);
};

// The driver for a scheme, or nothing. The table is fixed at build time: any thread.
const ReaderDriver* find_reader_driver(std::string_view scheme);
const std::vector<const ReaderDriver*>& reader_drivers();

}  // namespace yichuang
