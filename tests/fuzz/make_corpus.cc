// Writes the binary corpora (tests/fuzz/corpus): messages, journals, snapshots and command streams
// of random halls, the same in each run. The texts of the catalogue's corpus are written by hand.
//
//   build/release/bin/fuzz_make_corpus tests/fuzz/corpus
#include <fmt/format.h>

#include <cstdio>
#include <random>

#include "base/file.h"
#include "hall/snapshot.h"
#include "tests/fuzz/fuzz.h"
#include "tests/properties/random_hall.h"
#include "wire/codec.h"

namespace yichuang::fuzz {
namespace {

namespace fs = std::filesystem;
using properties::RandomHall;
using properties::Step;

constexpr unsigned kHalls = 12;  // inputs of each kind
constexpr size_t kSteps = 60;

void write(const fs::path& folder, const std::string& name, std::string_view bytes) {
  fs::create_directories(folder);
  const auto done = write_file_atomic(folder / name, bytes, 0644);
  check(done.ok(), done ? "" : done.error().sentence);
}

std::vector<Step> steps_of_hall(unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Step> steps{{properties::kStaffTheHall, 0, 0, 0, 0, 0, 200, 6}};
  while (steps.size() < kSteps) {
    std::array<uint8_t, properties::kStepBytes> bytes{};
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random());
    if (bytes[0] % properties::kActions == properties::kNewDay && steps.size() % 4 != 0) continue;
    steps.push_back(properties::steps_of(bytes.data(), bytes.size(), 1)[0]);
    if (steps.size() % 3 == 0) steps.push_back({0, 1, 1, static_cast<uint8_t>(random())});
    if (steps.size() % 3 == 1) steps.push_back({10, 1, 2, 0, 1, 0, 5, 4});
  }
  return steps;
}

std::string bytes_of(const std::vector<Step>& steps) {
  std::string bytes = "\x01";
  for (const Step& s : steps) {
    for (const uint8_t byte :
         {s.action, s.who, s.subject, s.service, s.choice, s.detail, s.pause, s.unit}) {
      bytes += static_cast<char>(byte);
    }
  }
  return bytes;
}

// Without their seqs: the target gives them the next, whatever is changed before them.
wire::Event unstamped(wire::Event event) {
  event.clear_seq();
  event.clear_prev_seq();
  return event;
}

void write_hall(const fs::path& corpus, unsigned seed) {
  const std::string name = fmt::format("hall-{:02}", seed);
  const std::vector<Step> steps = steps_of_hall(seed);
  write(corpus / "commands", name + "-steps", bytes_of(steps));
  std::vector<std::string> journal;
  std::vector<std::string> replies;
  wire::Reply tail;
  RandomHall hall;
  hall.on_event = [&](const wire::Event& event) {
    journal.push_back(encode(unstamped(event)));
    if (!replies.empty()) *tail.mutable_events()->add_events() = unstamped(event);
  };
  for (size_t i = 0; i < steps.size(); ++i) {
    check(hall.play(steps[i]).empty(), "a random hall keeps its invariants");
    if (i != steps.size() / 2) continue;
    for (auto& page : snapshot(hall.state())) {
      wire::Reply reply;
      *reply.mutable_snapshot() = std::move(page);
      replies.push_back(encode(reply));
    }
  }
  replies.push_back(encode(tail));
  write(corpus / "journal", name, fuzz::bytes_of(journal));
  write(corpus / "snapshot", name, fuzz::bytes_of(replies));
  write(corpus / "wire", name + "-reply", "\x01" + replies[seed % replies.size()]);
  write(corpus / "wire", name + "-event", "\x02" + journal[seed * 3 % journal.size()]);
}

// Every command once, as fields in the schema stand, by an admin or a clerk.
void write_commands(const fs::path& corpus) {
  const auto* type = wire::Command::descriptor();
  const auto* body = type->FindOneofByName("body");
  std::vector<std::string> all;
  for (int i = 0; i < body->field_count(); ++i) {
    wire::Command command;
    command.set_version(i % 2 == 0 ? 3 : 2);
    command.set_clerk("1001");
    command.set_staff_role(wire::STAFF_ROLE_MANAGER);
    auto* part = command.GetReflection()->MutableMessage(&command, body->field(i));
    const auto* inner = part->GetDescriptor();
    for (const char* key : {"window", "ticket", "appointment", "ordinal"}) {
      if (const auto* field = inner->FindFieldByName(key)) {
        part->GetReflection()->SetUInt32(part, field, 1);
      }
    }
    if (const auto* service = inner->FindFieldByName("service")) {
      part->GetReflection()->SetString(part, service, "social");
    }
    if (const auto* reason = inner->FindFieldByName("reason")) {
      part->GetReflection()->SetString(part, reason, "7");
    }
    if (const auto* delivery = inner->FindFieldByName("delivery")) {
      part->GetReflection()->SetEnumValue(part, delivery, wire::DELIVERY_PRINTED);
    }
    all.push_back(encode(command));
    if (i % 4 == 0) write(corpus / "wire", fmt::format("command-{:02}", i), '\0' + all.back());
  }
  write(corpus / "commands", "every-command", std::string(1, '\0') + fuzz::bytes_of(all));
}

}  // namespace
}  // namespace yichuang::fuzz

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: fuzz_make_corpus FOLDER\n", stderr);
    return 2;
  }
  for (unsigned seed = 1; seed <= yichuang::fuzz::kHalls; ++seed) {
    yichuang::fuzz::write_hall(argv[1], seed);
  }
  yichuang::fuzz::write_commands(argv[1]);
  return 0;
}
