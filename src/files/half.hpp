#pragma once

#include <cstdint>

namespace keratin::utils {

/// The number that 16 bits of IEEE's half precision are.
float half_to_float(std::uint64_t bits);

}  // namespace keratin::utils
