// Whether queue-web answers, as the staff panel is told.
#include "kiosk/web_watch.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <semaphore>

#include "base/assert.h"
#include "queue-server/web/http_server.h"

namespace yichuang::kiosk {
namespace {

using Answered = std::counting_semaphore<>;
constexpr auto kPatience = std::chrono::seconds(60);  // a loaded machine must not fail a test

std::unique_ptr<HttpServer> server(unsigned status) {
  auto started = HttpServer::start(
      {.listen = *parse_listen_address("127.0.0.1:0"),
       .tls_certificate = "",
       .tls_key = "",
       .idle_seconds = 60,
       .connections_max = 8,
       .behind_proxy = false},
      [status](const HttpRequest& request, const HttpAnswer& answer) {
        answer(text_response(request.path == "/sign-in" ? status : 404, "text/plain", ""));
      });
  HALL_ASSERT(started.ok());
  return std::move(*started);
}

TEST(WebWatch, TellsWhetherQueueWebAnswersWhileSomebodyLooks) {
  auto there = server(200);
  Answered answered(0);
  WebWatch watch(fmt::format("http://127.0.0.1:{}/", there->port()), [&] { answered.release(); });
  EXPECT_FALSE(watch.answers()) << "nobody has asked";
  watch.look(0);
  ASSERT_TRUE(answered.try_acquire_for(kPatience));
  EXPECT_EQ(watch.answers(), true);
  there.reset();
  watch.look(WebWatch::kEveryMs);
  ASSERT_TRUE(answered.try_acquire_for(kPatience));
  EXPECT_EQ(watch.answers(), false);
  watch.forget();
  EXPECT_FALSE(watch.answers());
}

TEST(WebWatch, AProxyInFrontOfADeadOneIsNoAnswer) {
  const auto proxy = server(502);
  Answered answered(0);
  WebWatch watch(fmt::format("http://127.0.0.1:{}", proxy->port()), [&] { answered.release(); });
  watch.look(0);
  ASSERT_TRUE(answered.try_acquire_for(kPatience));
  EXPECT_EQ(watch.answers(), false);
}

}  // namespace
}  // namespace yichuang::kiosk
