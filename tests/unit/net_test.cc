// The gate with real sockets on loopback: who is let in, who is not, and how soon that changes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/limits.h"
#include "net/device_file.h"
#include "net/server_sockets.h"
#include "tests/unit/temporary_folder.h"

namespace yichuang {
namespace {

class GateTest : public testing::Test {
 protected:
  GateTest() { allow(friend_, Role::kKiosk); }

  void allow(const KeyPair& keys, Role role, bool revoked = false, const char* hall = "test") {
    list_[keys.public_key] = {"kiosk-1", role, hall, keys.public_key, revoked};
    ASSERT_TRUE(save_enrolled_devices(path_, list_).ok());
  }
  void open() {
    ASSERT_TRUE(allowlist_.refresh().ok());
    auto sockets =
        ServerSockets::open(server_, allowlist_, "tcp://127.0.0.1:*", "tcp://127.0.0.1:*");
    ASSERT_TRUE(sockets.ok()) << sockets.error().sentence;
    sockets_ = std::move(*sockets);
  }
  // True if a message of a client with these keys arrives within `patience_ms`.
  bool arrives(const KeyPair& keys, int patience_ms, const std::string& server_key = {}) {
    Socket client(context_, SocketUse::kClientCommands);
    client.use_client_key(keys, server_key.empty() ? server_.public_key : server_key);
    EXPECT_TRUE(client.connect(sockets_->commands().bound_endpoint()).ok());
    zmq_pollitem_t ready{client.get(), 0, ZMQ_POLLOUT, 0};
    if (zmq_poll(&ready, 1, patience_ms) != 1) return false;  // IMMEDIATE: only once let in
    EXPECT_TRUE(client.send("hello"));
    zmq_pollitem_t item{sockets_->commands().get(), 0, ZMQ_POLLIN, 0};
    if (zmq_poll(&item, 1, patience_ms) != 1) return false;
    return sockets_->commands().receive(last_);
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_.path() / "devices.toml";
  KeyPair server_ = make_key_pair();
  KeyPair friend_ = make_key_pair();
  EnrolledDevices list_;
  Allowlist allowlist_{path_, "test"};
  ZmqContext context_;
  std::unique_ptr<ServerSockets> sockets_;
  Received last_;
};

TEST_F(GateTest, AnEnrolledKeyIsLetInAndKnown) {
  open();
  ASSERT_TRUE(arrives(friend_, 5000));
  EXPECT_EQ(last_.body, "hello");
  EXPECT_EQ(last_.user_id, friend_.public_key);
  ASSERT_NE(allowlist_.find(last_.user_id), nullptr);
}

TEST_F(GateTest, AnUnknownKeyNeverConnects) {
  open();
  EXPECT_FALSE(arrives(make_key_pair(), 700));
}

TEST_F(GateTest, AKeyOfAnotherHallNeverConnects) {
  const KeyPair stranger = make_key_pair();
  allow(stranger, Role::kKiosk, false, "elsewhere");
  open();
  EXPECT_FALSE(arrives(stranger, 700));
}

TEST_F(GateTest, ADeviceThatExpectsAnotherServerIsNotFooled) {
  open();
  EXPECT_FALSE(arrives(friend_, 700, make_key_pair().public_key));
}

TEST_F(GateTest, EnrolmentCountsWithoutARestart) {
  open();
  const KeyPair fresh = make_key_pair();
  allow(fresh, Role::kDisplay);
  EXPECT_TRUE(arrives(fresh, 5000));
}

TEST_F(GateTest, ARevokedKeyIsUnknownFromTheNextLookOn) {
  open();
  ASSERT_TRUE(arrives(friend_, 5000));
  allow(friend_, Role::kKiosk, true);
  ASSERT_TRUE(allowlist_.refresh().ok());
  EXPECT_EQ(allowlist_.find(friend_.public_key), nullptr);
  EXPECT_FALSE(arrives(friend_, 700));
}

TEST_F(GateTest, AnUnreadableListKeepsTheOldOne) {
  open();
  folder_.write("devices.toml", "[[device]]\nname = 3\n");
  EXPECT_FALSE(allowlist_.refresh().ok());
  EXPECT_NE(allowlist_.find(friend_.public_key), nullptr);
}

// A list that had grown over its limit was read and complained of again in every tick.
TEST_F(GateTest, AWrongListIsToldOnceAndAMendedOneCounts) {
  open();
  folder_.write("devices.toml", "[[device]]\nname = 3\n");
  EXPECT_FALSE(allowlist_.refresh().ok());
  EXPECT_TRUE(allowlist_.refresh().ok()) << "told already";
  EXPECT_NE(allowlist_.find(friend_.public_key), nullptr);
  folder_.write("devices.toml", "[[device]]\nname = true\n");
  EXPECT_FALSE(allowlist_.refresh().ok()) << "wrong in another way";
  allow(friend_, Role::kKiosk, true);
  EXPECT_TRUE(allowlist_.refresh().ok());
  EXPECT_EQ(allowlist_.find(friend_.public_key), nullptr);
}

class FullListTest : public testing::Test {
 protected:
  // `count` devices; those before `revoked` are revoked, each a second later than the one before.
  FullListTest() { fill(limits::kDevicesMax, 0); }
  void fill(size_t count, size_t revoked) {
    list_.clear();
    for (size_t i = 0; i < count; ++i) {
      const std::string key = fmt::format("{:040}", (i * 7919) % 10'007);  // in no order of age
      list_[key] = {fmt::format("kiosk-{}", i), Role::kKiosk, "test", key, i < revoked,
                    static_cast<int64_t>(i)};
    }
  }
  bool has(const std::string& name) const {
    return std::ranges::any_of(list_, [&](const auto& entry) { return entry.second.name == name; });
  }
  Result<void> save_and_load() {
    if (auto saved = save_enrolled_devices(path_, list_); !saved) return saved;
    auto loaded = load_enrolled_devices(path_);
    if (!loaded) return loaded.error();
    list_ = *loaded;
    return {};
  }
  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_.path() / "devices.toml";
  EnrolledDevices list_;
};

TEST_F(FullListTest, AsManyAsTheLimitAreSavedAndRead) {
  ASSERT_TRUE(save_and_load().ok());
  EXPECT_EQ(list_.size(), limits::kDevicesMax);
}

TEST_F(FullListTest, OneMoreIsRefusedAndTheFileStays) {
  ASSERT_TRUE(save_and_load().ok());
  fill(limits::kDevicesMax + 1, 0);
  EXPECT_EQ(save_and_load().error().code, ErrorCode::kExhausted);
  EXPECT_EQ(load_enrolled_devices(path_)->size(), limits::kDevicesMax);
}

TEST_F(FullListTest, TheLongestRevokedMakeRoom) {
  fill(limits::kDevicesMax + 2, 5);
  const auto saved = save_and_load();
  ASSERT_TRUE(saved.ok()) << saved.error().sentence;
  EXPECT_EQ(list_.size(), limits::kDevicesMax);
  EXPECT_FALSE(has("kiosk-0"));
  EXPECT_FALSE(has("kiosk-1"));
  EXPECT_TRUE(has("kiosk-2")) << "no more than needed, and when it was revoked is kept";
}

TEST(DeviceFile, ComesBackAsItWasSaved) {
  TemporaryFolder folder;
  const DeviceFile saved{
      "kiosk-1",           Role::kKiosk,       "test", make_key_pair().public_key, make_key_pair(),
      "tcp://127.0.0.1:1", "tcp://127.0.0.1:2"};
  ASSERT_TRUE(save_device_file(folder.path() / "d.toml", saved).ok());
  const auto loaded = load_device_file(folder.path() / "d.toml");
  ASSERT_TRUE(loaded.ok()) << loaded.error().sentence;
  EXPECT_EQ(loaded->keys.secret_key, saved.keys.secret_key);
  EXPECT_EQ(loaded->server_public_key, saved.server_public_key);
  EXPECT_EQ(loaded->role, saved.role);
  const auto mode = std::filesystem::status(folder.path() / "d.toml").permissions();
  EXPECT_EQ(mode & std::filesystem::perms::all,
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

// A socket that was given such a key ended the program with an assertion.
TEST(DeviceFile, AKeyThatIsNoneIsToldWithItsLine) {
  const TemporaryFolder folder;
  const std::string good = make_key_pair().public_key;
  const auto path = folder.path() / "d.toml";
  for (const std::string& bad :
       {std::string(40, '\\'), std::string(40, ' '), good + "x", good.substr(1)}) {
    const DeviceFile saved{"kiosk-1",           Role::kKiosk,       "test", good, {good, bad},
                           "tcp://127.0.0.1:1", "tcp://127.0.0.1:2"};
    ASSERT_TRUE(save_device_file(path, saved).ok());
    const auto loaded = load_device_file(path);
    ASSERT_FALSE(loaded.ok()) << bad;
    EXPECT_EQ(loaded.error().code, ErrorCode::kInvalid);
  }
  std::string multibyte;
  for (int i = 0; i < 20; ++i) multibyte += "é";
  const DeviceFile saved{"kiosk-1",           Role::kKiosk,       "test", good, {good, multibyte},
                         "tcp://127.0.0.1:1", "tcp://127.0.0.1:2"};
  ASSERT_TRUE(save_device_file(path, saved).ok());
  const auto loaded = load_device_file(path);
  ASSERT_FALSE(loaded.ok());
  EXPECT_NE(loaded.error().sentence.find("d.toml:7: secret_key: expected a key in Z85"),
            std::string::npos)
      << loaded.error().sentence;
}

TEST(DeviceFile, KeepsQuotesAndOtherSignsAsTheyAre) {
  TemporaryFolder folder;
  const std::string odd = "it's \"odd\" \\ 大厅";
  DeviceFile saved{odd, Role::kWeb, odd, make_key_pair().public_key, make_key_pair(), "c'", "f\""};
  ASSERT_TRUE(save_device_file(folder.path() / "d.toml", saved).ok());
  const auto loaded = load_device_file(folder.path() / "d.toml");
  ASSERT_TRUE(loaded.ok()) << loaded.error().sentence;
  EXPECT_EQ(loaded->name, odd);
  EXPECT_EQ(loaded->hall, odd);
  EXPECT_EQ(loaded->commands, "c'");
  EXPECT_EQ(loaded->feed, "f\"");
  EXPECT_EQ(loaded->keys.secret_key, saved.keys.secret_key);
  const std::string key = saved.keys.public_key;
  const EnrolledDevices list = {{key, {odd, Role::kWeb, odd, key}}};
  ASSERT_TRUE(save_enrolled_devices(folder.path() / "l.toml", list).ok());
  const auto listed = load_enrolled_devices(folder.path() / "l.toml");
  ASSERT_TRUE(listed.ok()) << listed.error().sentence;
  EXPECT_EQ(listed->at(key).name, odd);
  EXPECT_EQ(listed->at(key).hall, odd);
}

TEST(ServerKey, IsMadeOnceAndThenTheSame) {
  TemporaryFolder folder;
  const auto first = ensure_server_key(folder.path() / "server.key");
  const auto second = ensure_server_key(folder.path() / "server.key");
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->secret_key, second->secret_key);
}

}  // namespace
}  // namespace yichuang
