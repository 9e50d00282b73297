#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "keratin/tensor.hpp"

// NumPy's format of one array, versions 1.0 to 3.0: a mark, the version, the header's length, the header (a
// dict in Python's notation), the elements. xtensor's own reader (xnpy.hpp) is not used: it takes memory for
// whatever shape a header names, whether the file has that many bytes or not, and knows neither half
// precision nor the other byte order.

namespace keratin::utils {

/// Throws IOError, which names `source`, for bytes that are no such array.
Tensor parse_npy(const std::string& source, std::span<const std::uint8_t> bytes);

std::vector<std::uint8_t> format_npy(const Tensor& array);

}  // namespace keratin::utils
