// Changes lists of protobuf messages (records_of) so that they stay messages: a field of one of
// them, or their order. Bytes changed at random would mostly be no messages any more.
#pragma once

#include <google/protobuf/message.h>

#include <cstddef>
#include <cstdint>
#include <memory>

namespace yichuang::fuzz {

// For LLVMFuzzerCustomMutator. `prototype` is of the type of all records.
size_t mutate_records(const google::protobuf::Message& prototype, uint8_t* data, size_t size,
                      size_t size_max, unsigned seed);

}  // namespace yichuang::fuzz
