// The ticket that the server has issued and no citizen holds yet, on disk: after a crash in that
// moment the next run cancels it, so that no ghost stays. One small file beside the outbox; one
// thread. What cannot be written is logged: the kiosk goes on.
#pragma once

#include <cstdint>
#include <filesystem>

namespace yichuang::kiosk {

class InHand {
 public:
  explicit InHand(std::filesystem::path file) : file_(std::move(file)) {}

  // Of the run before this one; 0: none.
  uint32_t left_over() const;
  void put(uint32_t ticket) const;
  void clear() const;

 private:
  std::filesystem::path file_;
};

}  // namespace yichuang::kiosk
