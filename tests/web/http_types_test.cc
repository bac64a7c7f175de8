// Small readers of what browsers send.
#include "queue-server/web/http_types.h"

#include <gtest/gtest.h>

#include "queue-server/web/http_server.h"

namespace yichuang {
namespace {

TEST(Cookie, IsFoundByItsWholeName) {
  EXPECT_EQ(cookie_value("a=1; session=xyz; b=2", "session"), "xyz");
  EXPECT_EQ(cookie_value("session=xyz", "session"), "xyz");
  EXPECT_EQ(cookie_value("mysession=no;session=yes", "session"), "yes");
  EXPECT_EQ(cookie_value("session=first; session=second", "session"), "first");
  EXPECT_EQ(cookie_value("session=a=b", "session"), "a=b");
}

TEST(Cookie, NonsenseHasNoValue) {
  for (const char* header : {"", ";", ";;;", "session", "session;", "=x", " ; =", "sessio=n"}) {
    EXPECT_EQ(cookie_value(header, "session"), "") << header;
  }
}

TEST(ContentType, JsonWithOrWithoutParameters) {
  EXPECT_TRUE(is_json("application/json"));
  EXPECT_TRUE(is_json("application/JSON; charset=utf-8"));
  EXPECT_TRUE(is_json(" application/json ;x"));
  EXPECT_FALSE(is_json(""));
  EXPECT_FALSE(is_json("text/plain"));
  EXPECT_FALSE(is_json("application/jsonx"));
  EXPECT_FALSE(is_json("text/plain; application/json"));
}

TEST(ListenAddress, BothFamiliesWithTheirPort) {
  EXPECT_TRUE(parse_listen_address("127.0.0.1:8080").ok());
  EXPECT_TRUE(parse_listen_address("0.0.0.0:0").ok());
  EXPECT_TRUE(parse_listen_address("[::1]:8080").ok());
}

TEST(ListenAddress, OthersAreRefused) {
  for (const char* text :
       {"", "8080", "localhost:8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http",
        "127.0.0.1:70000", "127.0.0.1:80 ", "::1:8080", "[::1]", "1.2.3:80"}) {
    EXPECT_FALSE(parse_listen_address(text).ok()) << text;
  }
}

TEST(ErrorResponse, IsTheSameShapeEverywhere) {
  const auto response = error_response(409, "TOO_SOON", "wait \"20\" s");
  EXPECT_EQ(response.status, 409u);
  EXPECT_EQ(*response.body, R"({"ok":false,"error":"TOO_SOON","sentence":"wait \"20\" s"})");
}

}  // namespace
}  // namespace yichuang
