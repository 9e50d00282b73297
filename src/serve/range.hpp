#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "keratin/tensor.hpp"

namespace keratin::serving {

/// What black and white are in an array.
using Range = std::pair<float, float>;

/// Throws ValueError, naming the option, unless both are finite and differ.
void check_range(const char* option, const Range& range);

/// From levels, 0 to 255, to the range, and back; what is outside becomes black or white.
void to_range(Tensor& levels, const Range& range);
std::vector<std::uint8_t> to_levels(Tensor values, const Range& range);

}  // namespace keratin::serving
