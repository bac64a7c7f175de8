// JSON in and out of queue-web.
#include "queue-server/web/json.h"

#include <gtest/gtest.h>

namespace yichuang {
namespace {

TEST(JsonWriter, NestsWithoutStrayCommas) {
  JsonWriter json;
  json.begin_object().member("a", 1).key("list").begin_array();
  json.value("x").begin_object().end_object().null().value(true).end_array();
  json.member("b", int64_t{1795348848802}).end_object();
  EXPECT_EQ(json.take(), R"({"a":1,"list":["x",{},null,true],"b":1795348848802})");
}

TEST(JsonWriter, EscapesWhatCouldEndATextOrAScript) {
  JsonWriter json;
  json.value("\"\\\n\t</script>\x7F");
  EXPECT_EQ(json.take(), R"("\"\\\u000a\u0009\u003c/script>\u007f")");
}

TEST(JsonWriter, KeepsUtf8AndReplacesWhatIsNot) {
  JsonWriter json;
  // Good: two, three and four bytes. Bad: a lone tail, an overlong slash, a surrogate, a cut end.
  json.value("é一😀|\x80|\xC0\xAF|\xED\xA0\x80|\xE4\xB8");
  const std::string bad = "\xEF\xBF\xBD";
  EXPECT_EQ(json.take(),
            "\"é一😀|" + bad + "|" + bad + bad + "|" + bad + bad + bad + "|" + bad + bad + "\"");
}

TEST(JsonObject, ReadsTextsAndWholeNumbers) {
  const auto object = JsonObject::parse(R"( {"window": 3, "reason": "用餐", "sure": true} )");
  ASSERT_TRUE(object.ok()) << object.error().sentence;
  EXPECT_EQ(object->number("window"), 3u);
  EXPECT_EQ(object->text("reason"), "用餐");
  EXPECT_EQ(object->text("window"), std::nullopt);
  EXPECT_EQ(object->number("reason"), std::nullopt);
  EXPECT_EQ(object->number("sure"), std::nullopt);
  EXPECT_EQ(object->number("absent"), std::nullopt);
}

TEST(JsonObject, NumbersOutsideTheirRangeAreNotNumbers) {
  const auto object = JsonObject::parse(R"({"below": -1, "above": 4294967296, "top": 4294967295})");
  ASSERT_TRUE(object.ok());
  EXPECT_EQ(object->number("below"), std::nullopt);
  EXPECT_EQ(object->number("above"), std::nullopt);
  EXPECT_EQ(object->number("top"), 4294967295u);
}

TEST(JsonObject, RefusesWhatIsNoFlatObject) {
  for (const char* body :
       {"", "  ", "[]", "3", "null", "\"x\"", "{", "{\"a\":}", "{\"a\":[1]}", "{\"a\":{}}",
        "{\"a\":null}", "{\"a\":1.5}", "{\"a\":1e300}", "{\"a\":1}{\"b\":2}", "window=3"}) {
    EXPECT_FALSE(JsonObject::parse(body).ok()) << body;
  }
}

TEST(JsonObject, DeepNestingIsRefusedNotFollowed) {
  std::string body;
  for (int depth = 0; depth < 2000; ++depth) body += "{\"a\":";
  EXPECT_FALSE(JsonObject::parse(body).ok());
  EXPECT_FALSE(JsonObject::parse(body + "1" + std::string(2000, '}')).ok());
}

TEST(JsonObject, NamesAMemberThatNobodyAskedFor) {
  const auto object = JsonObject::parse(R"({"window": 3, "raeson": "typo"})");
  ASSERT_TRUE(object.ok());
  EXPECT_EQ(object->unknown_beside(std::vector<std::string_view>{"window", "reason"}), "raeson");
  EXPECT_EQ(object->unknown_beside(std::vector<std::string_view>{"window", "raeson"}), "");
}

}  // namespace
}  // namespace yichuang
