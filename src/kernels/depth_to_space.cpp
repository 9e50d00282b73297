#include "kernels/depth_to_space.hpp"

#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

/// Calls copy(place in the deep pictures, place in the large ones, count) for runs of numbers that lie side
/// by side in both.
template <class Copy>
void for_each_run(const DepthBlocks& shape, const Copy& copy) {
  const std::size_t run = shape.channels / shape.block;  // of one large row
  parallel_for(shape.rows, shape.columns * shape.channels, [&](std::size_t row) {
    for (std::size_t i = 0; i < shape.block; ++i) {
      for (std::size_t column = 0; column < shape.columns; ++column) {
        copy((row * shape.columns + column) * shape.channels + i * run,
             ((row * shape.block + i) * shape.columns + column) * run, run);
      }
    }
  });
}

}  // namespace

void depth_to_space(const DepthBlocks& shape, const float* deep, float* large) {
  for_each_run(shape, [=](std::size_t from, std::size_t to, std::size_t count) {
    std::copy_n(deep + from, count, large + to);
  });
}

void space_to_depth(const DepthBlocks& shape, const float* large, float* deep) {
  for_each_run(shape, [=](std::size_t to, std::size_t from, std::size_t count) {
    std::copy_n(large + from, count, deep + to);
  });
}

}  // namespace keratin::kernels
