#pragma once

#include <sys/resource.h>

#include <random>
#include <string>
#include <vector>

namespace keratin::testing {

using Bytes = std::vector<char>;

Bytes content(const std::string& path);
void write(const std::string& path, const Bytes& bytes);

/// One of the ways in which files get damaged: bytes changed, cut off, copied over others, or numbers made
/// great.
Bytes damaged(Bytes bytes, std::mt19937& random);

/// The most memory that this process ever had, or, with RUSAGE_CHILDREN, that any that it waited for had.
long peak_memory_in_kib(decltype(RUSAGE_SELF) who = RUSAGE_SELF);

}  // namespace keratin::testing
