// server.toml: what it says, and the sentence for each mistake in it.
#include "queue-server/server_config.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/unit/temporary_folder.h"

namespace yichuang {
namespace {

class ServerConfigTest : public testing::Test {
 protected:
  Result<ServerConfig> load(const std::string& hall, const std::string& commands,
                            const std::string& more = {}) {
    folder_.write("server.toml",
                  fmt::format("hall = \"{}\"\ncatalogue = 'c'\njournal = 'j'\nkeys = 'k'\n"
                              "devices = 'd'\nfeed = 'tcp://10.0.0.2:7711'\ncommands = '{}'\n{}",
                              hall, commands, more));
    return load_server_config(folder_.path() / "server.toml");
  }
  // What is wrong, without the folder; "" if nothing is.
  std::string mistakes(const std::string& hall, const std::string& commands,
                       const std::string& more = {}) {
    const auto config = load(hall, commands, more);
    return config ? "" : config.error().sentence.substr(folder_.path().string().size() + 1);
  }
  TemporaryFolder folder_;
};

TEST_F(ServerConfigTest, DevicesConnectToWhereTheServerListens) {
  const auto config = load("binjiang", "tcp://10.0.0.2:7710");
  ASSERT_TRUE(config.ok()) << config.error().sentence;
  EXPECT_EQ(config->commands_for_devices, "tcp://10.0.0.2:7710");
  EXPECT_EQ(config->feed_for_devices, "tcp://10.0.0.2:7711");
}

// Every device file said "tcp://0.0.0.0:7710", and no device found the server.
TEST_F(ServerConfigTest, WhereEveryAddressIsListenedOnDevicesAreToldOne) {
  for (const char* every : {"tcp://0.0.0.0:7710", "tcp://*:7710", "tcp://[::]:7710",
                            "tcp://:::7710", "tcp://10.0.0.2:*", "tcp://10.0.0.2:0"}) {
    EXPECT_EQ(mistakes("binjiang", every),
              fmt::format("server.toml:7: commands: expected commands_for_devices beside it, such "
                          "as tcp://10.0.0.2:7710, because no device can connect to {}",
                          every));
    const auto config = load("binjiang", every, "commands_for_devices = 'tcp://hall.local:7710'\n");
    ASSERT_TRUE(config.ok()) << config.error().sentence;
    EXPECT_EQ(config->commands, every);
    EXPECT_EQ(config->commands_for_devices, "tcp://hall.local:7710");
  }
}

TEST_F(ServerConfigTest, WhatDevicesAreToldIsAnEndpointTheyCanConnectTo) {
  for (const char* wrong : {"10.0.0.2:7710", "tcp://0.0.0.0:7710", "tcp://10.0.0.2", "tcp://",
                            "tcp://*:7710", "ipc:///run/hall"}) {
    EXPECT_EQ(mistakes("binjiang", "tcp://10.0.0.2:7710",
                       fmt::format("commands_for_devices = '{}'\n", wrong)),
              fmt::format("server.toml:8: commands_for_devices: expected an endpoint that devices "
                          "can connect to, such as tcp://10.0.0.2:7710, found {}",
                          wrong));
  }
}

TEST_F(ServerConfigTest, AHallsIdIsAPlainName) {
  for (const char* wrong : {"bin'jiang", "bin\\\"jiang", "bin jiang", "a\\\\b"}) {
    EXPECT_EQ(mistakes(wrong, "tcp://10.0.0.2:7710"),
              "server.toml:1: hall: expected letters, digits, '-', '_' or '.'");
  }
}

}  // namespace
}  // namespace yichuang
