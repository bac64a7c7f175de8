// The ticket that the server has issued and not yet heard to be held by a citizen, on disk, and
// what is to become of it if the program ends in that moment: the next run confirms it, where its
// paper may be out, or cancels it, so that neither a dead number nor a ghost stays. One small file
// beside the outbox; one thread. What cannot be written is logged: the kiosk goes on.
#pragma once

#include <cstdint>
#include <filesystem>

#include "wire/hall.pb.h"

namespace yichuang::kiosk {

class InHand {
 public:
  struct Ticket {
    uint32_t key = 0;  // 0: none
    // As which the next run confirms it; unspecified: nobody can hold it, it is cancelled.
    wire::Delivery delivery = wire::DELIVERY_UNSPECIFIED;
    friend bool operator==(const Ticket&, const Ticket&) = default;
  };

  // Reads what the run before this one left.
  explicit InHand(std::filesystem::path file);

  const Ticket& ticket() const { return ticket_; }
  // On disk when it returns; nothing is written when nothing has changed.
  void put(const Ticket& ticket);
  void clear();

 private:
  std::filesystem::path file_;
  Ticket ticket_;
};

}  // namespace yichuang::kiosk
