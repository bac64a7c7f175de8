#include "tests/sim/checksum_chain.h"

#include <sodium.h>
#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>

#include "tests/sim/crash_disk.h"
#include "tests/sim/violation.h"

namespace yichuang::sim {
namespace {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

int64_t keyed_hash(int64_t seq, int64_t previous, sqlite3_stmt* rows, int column) {
  std::array<unsigned char, crypto_shorthash_KEYBYTES> key{};
  std::memcpy(key.data(), &seq, sizeof seq);
  std::memcpy(key.data() + sizeof seq, &previous, sizeof previous);
  int64_t hash = 0;
  crypto_shorthash(reinterpret_cast<unsigned char*>(&hash),
                   static_cast<const unsigned char*>(sqlite3_column_blob(rows, column)),
                   static_cast<unsigned long long>(sqlite3_column_bytes(rows, column)), key.data());
  return hash;
}

}  // namespace

void check_checksums(const char* path) {
  sqlite3* opened = nullptr;
  const int rc = sqlite3_open_v2(path, &opened, SQLITE_OPEN_READWRITE, CrashDisk::kVfs);
  const std::unique_ptr<sqlite3, CloseDatabase> database(opened);
  sqlite3_stmt* prepared = nullptr;
  if (rc != SQLITE_OK ||
      sqlite3_exec(opened, "PRAGMA locking_mode=EXCLUSIVE", nullptr, nullptr, nullptr) !=
          SQLITE_OK ||
      sqlite3_prepare_v2(opened, "SELECT seq, body, checksum, private FROM event ORDER BY seq", -1,
                         &prepared, nullptr) != SQLITE_OK) {
    violate(invariant::kChecksumChain, "cannot read the journal: {}", sqlite3_errmsg(opened));
  }
  const std::unique_ptr<sqlite3_stmt, Finalize> rows(prepared);
  int64_t previous = 0;
  while (sqlite3_step(rows.get()) == SQLITE_ROW) {
    const int64_t seq = sqlite3_column_int64(rows.get(), 0);
    int64_t expected = keyed_hash(seq, previous, rows.get(), 1);
    if (sqlite3_column_bytes(rows.get(), 3) > 0) {
      expected = keyed_hash(seq, expected, rows.get(), 3);
    }
    if (sqlite3_column_int64(rows.get(), 2) != expected) {
      violate(invariant::kChecksumChain, "event {} does not continue the chain", seq);
    }
    previous = expected;
  }
}

}  // namespace yichuang::sim
