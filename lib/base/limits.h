// Every limit on what comes from outside, in one place. What happens at a limit is written beside
// the code that meets it, and tested.
#pragma once

#include <cstddef>
#include <cstdint>

namespace yichuang::limits {

// Wire. Longer messages and longer fields are refused by the codec.
inline constexpr size_t kMessageBytesMax = 64 * 1024;
// libzmq drops a message over this, encryption (33 bytes) included, and its connection with it.
// More than the limit above, so that whoever exceeds that one hears why and stays connected.
inline constexpr size_t kSocketMessageBytesMax = 128 * 1024;
inline constexpr size_t kSnapshotPageBytesTarget = 48 * 1024;
inline constexpr size_t kEventBatchMax = 500;

// One tick of the server drains at most this many commands before it commits.
inline constexpr size_t kCommandsPerTickMax = 256;
inline constexpr size_t kRepliesRememberedMax = 65536;

// The hall.
inline constexpr uint32_t kSeriesOrdinalMax = 999;
inline constexpr size_t kServicesMax = 64;
inline constexpr size_t kWindowsMax = 99;
inline constexpr uint32_t kPauseMinutesMax = 480;  // a window that is away for longer is closed
inline constexpr size_t kItemsMax = 2000;
inline constexpr size_t kDevicesMax = 256;
inline constexpr size_t kItemsPerTicketMax = 8;        // after the running one
inline constexpr size_t kAppointmentsMax = 20'000;     // booked and not yet over
inline constexpr size_t kSlotsPerDayMax = 200;         // of one service
inline constexpr size_t kAlarmsMax = 400;              // running at once; more are not raised
inline constexpr size_t kRecordsPerEventMax = 500;     // vouchers, appointments carried over
inline constexpr size_t kTimedEventsPerTickMax = 200;  // what time alone does in one tick
// All device records together: they stand in one message beside the catalogue (DayOpened).
inline constexpr size_t kDeviceBytesMax = 18 * 1024;
inline constexpr size_t kRecentCallsMax = 40;

// What no hall ever reaches: more comes only from a source that is damaged or lies, and is refused
// where such data comes in (lib/hall/legal.h). The server's clock stops at the last moment.
inline constexpr int64_t kTimeMsMax = 7'258'118'400'000;  // the year 2200
inline constexpr uint64_t kSeqMax = uint64_t{1} << 62;
inline constexpr uint32_t kDayMax = 99991231;
inline constexpr uint32_t kKeyMax = 4'000'000'000;  // of tickets and appointments
inline constexpr size_t kServicesPerDayMax = 128;   // with those that left the catalogue today
inline constexpr size_t kTicketsPerDayMax = 65'536;
inline constexpr size_t kVouchersMax = 200'000;
inline constexpr size_t kSnapshotPagesMax = 1024;
inline constexpr uint32_t kLearnedCountMax = uint32_t{1} << 27;  // eighths of an observation

// The catalogue (lib/catalogue). SnapshotHead carries its wire form, the same names again with the
// counters and windows, up to 17 KiB of pauses and clerks, and the devices: all in one message.
inline constexpr size_t kCatalogueWireBytesMax = 20 * 1024;
inline constexpr size_t kCatalogueItemFilesMax = 64;
inline constexpr size_t kDepartmentsMax = 64;
inline constexpr size_t kNoticesMax = 20;
inline constexpr size_t kDocumentsPerItemMax = 30;
inline constexpr size_t kBasesPerItemMax = 8;
inline constexpr size_t kHolidaysMax = 200;
inline constexpr size_t kHolidayDaysMax = 31;
inline constexpr uint32_t kWorkingDaysMax = 365;
inline constexpr uint32_t kFeeFenMax = 100'000'000;

// Files.
inline constexpr size_t kConfigFileBytesMax = 4 * 1024 * 1024;

// A client's commands that have no answer yet, and its received messages not yet read.
inline constexpr size_t kOutboxMax = 1024;
inline constexpr size_t kInboxMax = 65536;

}  // namespace yichuang::limits
