// Sealed papers and the leave to upload them.
#include <gtest/gtest.h>
#include <sodium.h>

#include <string>

#include "papers/capability.h"
#include "papers/seal.h"

namespace yichuang {
namespace {

const PaperKeyPair kDocument = document_keys_of("the server's secret");
const PaperKeyPair kUpload = upload_keys_of("the server's secret");

std::string paper_of(size_t bytes) {
  std::string paper(bytes, '\0');
  for (size_t i = 0; i < bytes; ++i) paper[i] = static_cast<char>(i * 131 >> 3);
  return paper;
}

TEST(Seal, WhatWasSealedOpensAgain) {
  for (const size_t bytes : {size_t{0}, size_t{1}, size_t{65535}, size_t{65536}, size_t{65537},
                             size_t{3} * 65536, size_t{1'000'000}}) {
    const std::string paper = paper_of(bytes);
    const std::string sealed = seal(kDocument.public_key, paper);
    const auto opened = open_sealed(kDocument, sealed);
    ASSERT_TRUE(opened) << bytes;
    EXPECT_EQ(*opened, paper);
  }
}

TEST(Seal, TheSamePaperTwiceLooksDifferentAndNothingOfItShows) {
  const std::string paper = "ID 32010119600101123X " + paper_of(1000);
  const std::string first = seal(kDocument.public_key, paper);
  EXPECT_NE(first, seal(kDocument.public_key, paper));
  EXPECT_EQ(first.find("32010119600101123X"), std::string::npos);
}

TEST(Seal, ACutOrChangedFileDoesNotOpen) {
  const std::string sealed = seal(kDocument.public_key, paper_of(150'000));
  for (const size_t keep : {size_t{0}, size_t{7}, size_t{8}, size_t{100}, size_t{112},
                            size_t{112} + 65553, sealed.size() - 1})
    EXPECT_FALSE(open_sealed(kDocument, std::string_view(sealed).substr(0, keep))) << keep;
  for (size_t at = 0; at < sealed.size(); at += 997) {
    std::string changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(open_sealed(kDocument, changed)) << at;
  }
  EXPECT_FALSE(open_sealed(kDocument, sealed + "x"));
}

TEST(Seal, AnotherHallCannotOpenIt) {
  EXPECT_FALSE(open_sealed(document_keys_of("another server"), seal(kDocument.public_key, "a")));
}

wire::UploadCapability capability() {
  wire::UploadCapability capability;
  capability.set_hall("hall");
  capability.set_ticket(7);
  capability.set_document(std::string(16, 'd'));
  capability.set_hash(std::string(32, 'h'));
  capability.set_size(1000);
  capability.set_expires_ms(10'000);
  return capability;
}

TEST(Capability, SaysWhatTheServerSigned) {
  const std::string header = authorization_of(sign_upload(kUpload, capability()));
  const auto checked = check_upload(kUpload.public_key, "hall", header, Time{9'999});
  ASSERT_TRUE(checked) << checked.error().sentence;
  EXPECT_EQ(checked->ticket(), 7U);
  EXPECT_EQ(checked->size(), 1000U);
}

TEST(Capability, IsRefusedWhenItIsOverOrAnotherHallsOrChanged) {
  const std::string header = authorization_of(sign_upload(kUpload, capability()));
  EXPECT_FALSE(check_upload(kUpload.public_key, "hall", header, Time{10'000}));
  EXPECT_FALSE(check_upload(kUpload.public_key, "other", header, Time{1}));
  EXPECT_FALSE(check_upload(upload_keys_of("another").public_key, "hall", header, Time{1}));
  for (size_t at = 0; at < header.size(); ++at) {
    std::string changed = header;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(check_upload(kUpload.public_key, "hall", changed, Time{1})) << at;
  }
  for (const char* nonsense : {"", "Yichuang ", "Yichuang .", "Bearer x.y", "Yichuang a"})
    EXPECT_FALSE(check_upload(kUpload.public_key, "hall", nonsense, Time{1})) << nonsense;
}

TEST(PaperKeys, AreReadBackFromTheirText) {
  EXPECT_EQ(paper_key_of(paper_key_text(kDocument.public_key)), kDocument.public_key);
  EXPECT_FALSE(paper_key_of("12"));
  EXPECT_FALSE(paper_key_of(std::string(64, 'g')));
}

}  // namespace
}  // namespace yichuang
