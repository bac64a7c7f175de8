#include "kiosk/in_hand.h"

#include <gtest/gtest.h>

#include "base/file.h"

namespace yichuang::kiosk {
namespace {

class InHandFile : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::remove(file_); }
  InHand::Ticket next_run_finds() const { return InHand(file_).ticket(); }

  const std::filesystem::path file_ = std::filesystem::path(testing::TempDir()) / "in-hand-test";
};

TEST_F(InHandFile, IsRememberedWithWhatIsToBecomeOfItUntilItIsCleared) {
  EXPECT_EQ(next_run_finds(), InHand::Ticket{});
  InHand in_hand(file_);
  for (const wire::Delivery delivery :
       {wire::DELIVERY_UNSPECIFIED, wire::DELIVERY_PRINTED, wire::DELIVERY_PAPERLESS}) {
    const InHand::Ticket ticket{4711, delivery};
    in_hand.put(ticket);
    EXPECT_EQ(next_run_finds(), ticket);
  }
  in_hand.clear();
  EXPECT_EQ(next_run_finds(), InHand::Ticket{});
}

TEST_F(InHandFile, WhatCannotBeReadIsNobodys) {
  for (const char* text : {"", "printed", "-5\n", "99999999999\n", "\xff\xfe"}) {
    ASSERT_TRUE(write_file_atomic(file_, text, 0600));
    EXPECT_EQ(next_run_finds().key, 0u) << text;
  }
}

// An unknown word is of a version that knows more: cancelling is what the server does by itself.
TEST_F(InHandFile, AnUnknownWordConfirmsNothing) {
  ASSERT_TRUE(write_file_atomic(file_, "4711 carved\n", 0600));
  EXPECT_EQ(next_run_finds(), (InHand::Ticket{4711, wire::DELIVERY_UNSPECIFIED}));
}

}  // namespace
}  // namespace yichuang::kiosk
