#pragma once

#include <cstddef>

namespace keratin::kernels {

/// Deep pictures (…, rows, columns, channels), of which each pixel is a square of block · block pixels of a
/// large one, row by row, each with channels / block² channels. `rows` are those of all pictures together.
struct DepthBlocks {
  std::size_t rows, columns, channels, block;
};

/// The large pictures from the deep ones.
void depth_to_space(const DepthBlocks& shape, const float* deep, float* large);

/// The deep pictures from the large ones.
void space_to_depth(const DepthBlocks& shape, const float* large, float* deep);

}  // namespace keratin::kernels
