// The chain of checksums, computed again from what journal.h says of the format, without the
// journal's code: a program that forgot to chain them would still agree with itself.
#pragma once

namespace yichuang::sim {

// Opens the journal's database on the crash disk and checks every row; throws a Violation.
void check_checksums(const char* path);

}  // namespace yichuang::sim
