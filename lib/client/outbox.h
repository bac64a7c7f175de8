// Where a client keeps its unanswered commands, so that a crash between sending and hearing the
// answer neither repeats nor forgets one.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"

namespace yichuang {

class Outbox {
 public:
  virtual ~Outbox() = default;
  // Durable when it returns ok; what was kept under the id is replaced.
  // At most limits::kOutboxMax entries: then kExhausted.
  virtual Result<void> keep(const CommandId& id, const std::string& frame) = 0;
  virtual Result<void> forget(const CommandId& id) = 0;
  // If nothing is kept any more, nothing of what was forgotten is on the disk when this returns ok:
  // a command may name a person by a hash whose key lies on the same device. Waits for the disk
  // (two syncs), so it is called when nobody waits for an answer.
  virtual Result<void> clean() { return {}; }
  virtual Result<std::vector<std::pair<CommandId, std::string>>> all() = 0;
};

// On disk, in SQLite (synchronous=FULL). One process at a time; a second is refused.
Result<std::unique_ptr<Outbox>> open_outbox(const std::filesystem::path& path);

// In memory, for programs that only ask (display) and for tests.
std::unique_ptr<Outbox> memory_outbox();

}  // namespace yichuang
