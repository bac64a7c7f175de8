// The answers to commands: made from the first event of a command alone, so that the same command
// id gets the same reply before and after a restart, however long ago it was.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/id.h"
#include "hall/state.h"
#include "queue-server/decide.h"
#include "queue-server/tokens.h"
#include "wire/hall.pb.h"

namespace yichuang {

wire::Reply reply_for(const wire::Event& first_event, const TokenKey& key);
wire::Reply reply_for(const Refused& refused);
// "Busy" alone: the client sends the same id again until it hears something else, so it must not be
// remembered. Every other refusal is the last word on its command: the client gives up, and a copy
// that comes late must find the same answer, though there is room on the disk by then, or the clock
// was set back.
bool says_try_again(wire::Refusal refusal);
void address(wire::Reply& reply, std::string_view hall, std::string_view command_id);

// The encoded replies to the last limits::kRepliesRememberedMax commands, refusals too but for
// those that say "try again". What is older is made again from the journal; an old refusal is
// decided again.
//
// Refusals are kept here only, for a full disk takes no record of them. After a restart a command
// that was refused is bound by its deadline: a copy that comes later than that has no effect, and
// copies that were on their way to the old process ended with its connections.
//
// It also knows which ids nobody has used yet, without asking the journal: ids grow with time, so
// an id above all that are in the journal but not in this memory is a new one. Clocks need not
// agree for that: a client whose clock is behind only costs a look-up.
class ReplyMemory {
 public:
  ReplyMemory();
  const std::string* find(const CommandId& id) const;
  void remember(const CommandId& id, std::string reply);
  // Ids up to this one may have been used, though this memory does not hold them.
  void set_older_up_to(const CommandId& id) { older_up_to_ = std::max(older_up_to_, id); }
  // Not in this memory, but perhaps in the journal.
  bool may_be_older(const CommandId& id) const { return id <= older_up_to_; }

 private:
  std::unordered_map<CommandId, std::string, CommandIdHash> replies_;
  std::deque<CommandId> order_;
  CommandId older_up_to_{};
};

}  // namespace yichuang
