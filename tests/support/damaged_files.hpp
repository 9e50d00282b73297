#pragma once

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

/// The most memory that this process ever had.
long peak_memory_in_kib();

}  // namespace keratin::testing
