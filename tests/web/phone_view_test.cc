// What a phone is told of its ticket: place and window, the papers that are in the hall, and
// nothing by which a paper could be opened.
#include "queue-server/web/phone_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/id.h"
#include "hall/apply.h"
#include "queue-server/web/web_limits.h"

namespace yichuang {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

class PhoneTicket : public testing::Test {
 protected:
  PhoneTicket() {
    wire::Event event;
    event.set_seq(1);
    auto& day = *event.mutable_day_opened();
    day.set_day(20250520);
    day.set_next_ticket(1);
    auto& catalogue = *day.mutable_catalogue();
    catalogue.set_version(1);
    catalogue.set_hall_zh("大厅");
    catalogue.set_hall_en("Hall");
    catalogue.set_time_zone("Asia/Shanghai");
    auto& service = *catalogue.add_services();
    service.set_id("b");
    service.set_prefix("B");
    service.set_name_zh("业务");
    service.set_name_en("Service");
    auto& window = *catalogue.add_windows();
    window.set_window(2);
    window.set_name_zh("窗口");
    window.set_name_en("Window");
    window.add_services("b");
    apply(state_, event);
    view_.set_number("B001");
    view_.set_service("b");
    view_.set_phase(wire::TICKET_PHASE_CALLED);
    view_.set_window(2);
  }
  void scanner(DeviceState condition) {
    Device& device = state_.devices["kiosk-1/scanner"];
    device.owner = "kiosk-1";
    device.device = "scanner";
    device.state = condition;
  }
  std::string json() const { return phone_ticket_json({view_, state_, item_, papers_}); }

  State state_;
  wire::TicketView view_;
  const wire::ItemRecord* item_ = nullptr;
  const std::vector<PaperStore::Paper>* papers_ = nullptr;
};

TEST_F(PhoneTicket, NamesServiceAndWindowAndWhetherItIsOpen) {
  const std::string before =
      R"({"ok":true,"number":"B001","phase":"called","ahead":0,"behind":0,"p50":0,"p90":0,)"
      R"("passed_by":[],"hall":{"zh":"大厅","en":"Hall"},"time_zone":"Asia/Shanghai",)"
      R"("service":{"zh":"业务","en":"Service"},"open":)";
  const std::string after = R"(,"window":{"number":2,"zh":"窗口","en":"Window"}})";
  EXPECT_EQ(json(), before + "false" + after);
  state_.windows.at(2).phase = wire::WINDOW_PHASE_OPEN;
  EXPECT_EQ(json(), before + "true" + after);
  EXPECT_THAT(phone_ticket_json({view_, State{}}), EndsWith(R"("open":false,"window":null})"));
}

TEST_F(PhoneTicket, TellsWhichPapersAreInTheHallAndNotHowToOpenThem) {
  wire::ItemRecord item;
  item.set_id("social-card");
  item.mutable_name()->set_zh("社保卡申领");
  item.add_documents()->mutable_name()->set_zh("居民身份证");
  std::vector<PaperStore::Paper> papers(1);
  papers[0].leave.set_document(std::string(16, 'x'));
  papers[0].leave.set_hash(std::string(32, 'h'));
  papers[0].leave.set_ordinal(1);
  papers[0].leave.set_pages(3);
  papers[0].received = Time{1'747'700'000'000};
  item_ = &item;
  papers_ = &papers;
  EXPECT_THAT(json(), EndsWith(R"("item":{"id":"social-card","zh":"社保卡申领","en":"",)"
                               R"("on_the_spot":false,)"
                               R"("documents":[{"zh":"居民身份证","en":"","optional":false}]},)"
                               R"("scans":false,)"
                               R"("papers":[{"ordinal":1,"pages":3,"received":1747700000000}]})"));
  EXPECT_THAT(json(), Not(HasSubstr(to_hex(papers[0].leave.document()))));
}

TEST_F(PhoneTicket, SendsNobodyToAScannerThatDoesNotWork) {
  const std::vector<PaperStore::Paper> none;
  papers_ = &none;
  EXPECT_THAT(json(), EndsWith(R"("scans":false,"papers":[]})"));
  scanner(wire::DEVICE_STATE_READY);
  EXPECT_THAT(json(), EndsWith(R"("scans":true,"papers":[]})"));
  scanner(wire::DEVICE_STATE_AWAY);
  EXPECT_THAT(json(), EndsWith(R"("scans":false,"papers":[]})"));
}

TEST(TicketCode, HasAQuietZoneAndRoomForTheLongestToken) {
  const std::string code = code_svg("q7Jx2mVb9Kc4TnRw8ZpL3A");
  EXPECT_THAT(code, HasSubstr(R"(viewBox="0 0 33 33")")) << "version 2: 25 modules, 4 on each side";
  EXPECT_THAT(code, HasSubstr("M4 4h1v1h-1z")) << "the corner of the first finder";
  EXPECT_THAT(code, Not(HasSubstr("M3 ")));
  EXPECT_THAT(code_svg(std::string(web_limits::kTokenBytesMax, 'w')), EndsWith("</svg>"));
}

}  // namespace
}  // namespace yichuang
