// Every limit on what browsers and phones may send, hold or cause, in one place. What happens at
// each limit is written beside the code that meets it, and tested in tests/web.
#pragma once

#include <cstddef>
#include <cstdint>

namespace yichuang::web_limits {

// HTTP (http_server.h).
inline constexpr size_t kBodyBytesMax = 8 * 1024;       // more: 413
inline constexpr size_t kPathBytesMax = 512;            // more: 414
inline constexpr size_t kHeaderBytesMax = 4 * 1024;     // of each header that is read; more: 431
inline constexpr unsigned kConnectionsMax = 2048;       // more: not accepted
inline constexpr unsigned kConnectionIdleSeconds = 30;  // also how long a write may be stuck
inline constexpr size_t kParkedMax = 256;               // requests awaiting an answer; more: 503

// Live streams (event_streams.h).
inline constexpr size_t kStreamsMax = 256;          // more: 503
inline constexpr size_t kStreamsPerSessionMax = 6;  // more: 429
inline constexpr int64_t kBeatMs = 1000;            // a browser that misses three is cut off
inline constexpr int64_t kKeepAliveMs = 15'000;     // the comment line for proxies
inline constexpr int64_t kStateGapMs = 100;         // changes within are sent as one

// Staff (users.h, sessions.h, sign_in_limit.h, password_worker.h).
inline constexpr size_t kUsersMax = 1000;
inline constexpr size_t kBadgeBytesMax = 32;
inline constexpr size_t kPasswordBytesMax = 256;
inline constexpr size_t kSessionsMax = 512;       // more: the longest idle one ends
inline constexpr size_t kSessionsPerUserMax = 8;  // likewise, of that user
inline constexpr int64_t kSessionIdleMs = 12 * 3600 * 1000;
inline constexpr size_t kSignInRecordsMax = 4096;  // failures remembered, by user, by address
inline constexpr size_t kPasswordQueueMax = 16;    // sign-ins being checked; more: 503

// The hall (hall_thread.h).
inline constexpr size_t kTakenInShownMax = 300;     // visits that were taken in, the newest
inline constexpr size_t kHallQueueMax = 512;        // commands without an outcome; more: 503
inline constexpr size_t kTicketQueriesMax = 128;    // of them, of phone pages; more: 503
inline constexpr int64_t kActionPatienceMs = 6000;  // then a clerk hears "unanswered"
inline constexpr int64_t kTicketPatienceMs = 4000;  // likewise a phone
inline constexpr size_t kReasonBytesMax = 120;      // hall.proto, PauseWindow.reason
inline constexpr size_t kMessageBytesMax = 400;     // hall.proto, Text
inline constexpr size_t kServiceBytesMax = 32;      // hall.proto, the ids of services
inline constexpr size_t kTokenBytesMax = 40;        // hall.proto, GetTicket.token
inline constexpr size_t kWaitingShownPerServiceMax = 100;
inline constexpr size_t kMissedShownMax = 100;  // and as many held and void ones

// Scanned papers (paper_door.h).
inline constexpr size_t kPieceBytesMax = 256 * 1024;  // of one PUT; more: 413
inline constexpr size_t kPaperQueueMax = 64;          // pieces awaiting the disk; more: 503

// Pages (assets.h).
inline constexpr size_t kAssetFilesMax = 200;
inline constexpr size_t kAssetBytesMax = 2 * 1024 * 1024;

}  // namespace yichuang::web_limits
