#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "distribution/team.hpp"

namespace keratin::distribution {

/// What must be the same in all processes: what it is, and its value as a text of one line or more.
using Agreed = std::pair<std::string, std::string>;

/// Throws ValueError, in all processes, if they differ in one of these: it says in what. Exchanges hashes of
/// them.
void require_agreement(Team& team, const std::string& call, const std::vector<Agreed>& items);

/// A hash of bytes (FNV-1a of 64 bits), to go on with if it is of a part.
std::uint64_t hash_of(const void* bytes, std::size_t size, std::uint64_t hash = 0xcbf29ce484222325U);

}  // namespace keratin::distribution
