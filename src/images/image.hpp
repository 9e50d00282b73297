#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace keratin::utils {

/// An image as files have it: levels from 0 to 255, (rows, columns, channels).
struct Image {
  std::size_t rows = 0, columns = 0, channels = 0;
  std::vector<std::uint8_t> levels;
};

/// The most pixels that are read from a file or made of one.
constexpr std::uint64_t most_pixels = 1U << 26U;

}  // namespace keratin::utils
