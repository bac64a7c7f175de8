// The core: a hall that lives by the commands that the bytes say, with the invariants of
// tests/properties checked after each of them: unique numbers, one window, no ticket vanishes, what
// is refused changes nothing, one fold (journal, snapshot and state are the same).
//
// An odd first byte: the others are steps of the random hall, eight bytes each. An even one: they
// are commands (records_of), of which three fields say who asks and when: `version` the role,
// `clerk` and `staff_role` the person, `deadline_ms` how much time passes before.
#include "queue-server/authority.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/mutate_records.h"
#include "tests/properties/random_hall.h"
#include "wire/codec.h"

namespace yichuang::fuzz {
namespace {

using properties::RandomHall;
using properties::Violation;

constexpr size_t kStepsMax = 200;
constexpr int64_t kPauseMsMax = 26 * int64_t{3'600'000};

void none(const Violation& wrong) { check(wrong.empty(), wrong); }

Actor actor_of(const wire::Command& command) {
  constexpr const char* kDevices[] = {"kiosk-1", "display-1", "web-1", "tool"};
  const uint32_t role = command.version() % 4;
  const bool web = static_cast<Role>(role) == Role::kWeb;
  return {kDevices[role], static_cast<Role>(role), command.clerk(),
          web ? command.staff_role() : wire::STAFF_ROLE_UNSPECIFIED};
}

// As the server does, which asks what the role may do before it decides.
void send(RandomHall& hall, const std::string& record) {
  wire::Command command;
  if (!decode(record, command) || command.body_case() == wire::Command::BODY_NOT_SET) return;
  const Actor actor = actor_of(command);
  if (is_query(command.body_case()) || !may(actor.role, command.body_case())) return;
  const int64_t pause_ms = command.deadline_ms() & INT64_MAX;
  none(hall.send(command, actor, pause_ms % kPauseMsMax));
}

}  // namespace
}  // namespace yichuang::fuzz

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace yichuang::fuzz;
  if (size == 0) return 0;
  RandomHall hall;
  if (data[0] % 2 == 1) {
    for (const auto& step : yichuang::properties::steps_of(data + 1, size - 1, kStepsMax)) {
      none(hall.play(step));
    }
  } else {
    none(hall.play({yichuang::properties::kStaffTheHall, 0, 0, 0, 0, 0, 0, 0}));
    auto records = records_of(data + 1, size - 1);
    if (records.size() > kStepsMax) records.resize(kStepsMax);
    for (const std::string& record : records) send(hall, record);
  }
  none(hall.check_all());
  return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t size_max, unsigned seed) {
  using namespace yichuang::fuzz;
  if (size < 2 || data[0] % 2 == 1) return LLVMFuzzerMutate(data, size, size_max);
  return 1 + mutate_records(yichuang::wire::Command::default_instance(), data + 1, size - 1,
                            size_max - 1, seed);
}
