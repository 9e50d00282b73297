#include "kernels/global_pool.hpp"

#include "kernels/parallel.hpp"
#include "kernels/reduce.hpp"

namespace keratin::kernels {

namespace {

/// Calls body(image's first element, place of its channels in the small array) for each image.
template <class Body>
void for_each_image(const Pixels& shape, const Body& body) {
  const std::size_t size = shape.pixels * shape.channels;
  parallel_for(shape.batch, 2 * size, [&](std::size_t image) { body(image * size, image * shape.channels); });
}

}  // namespace

void global_max_pool(const Pixels& shape, const float* x, float* y) {
  for_each_image(shape, [&, channels = shape.channels](std::size_t image, std::size_t to) {
    std::copy_n(x + image, channels, y + to);
    for (std::size_t pixel = 1; pixel < shape.pixels; ++pixel) {
      const float* from = x + image + pixel * channels;
      for (std::size_t c = 0; c < channels; ++c) y[to + c] = std::max(y[to + c], from[c]);
    }
  });
}

void global_max_pool_gradient(const Pixels& shape, const float* x, const float* y, const float* dy,
                              float* dx) {
  for_each_image(shape, [&, channels = shape.channels](std::size_t image, std::size_t from) {
    for (std::size_t c = 0; c < channels; ++c) {
      const auto largest = [&](std::size_t pixel) { return x[image + pixel * channels + c] == y[from + c]; };
      std::size_t count = 0;
      for (std::size_t pixel = 0; pixel < shape.pixels; ++pixel) count += largest(pixel);
      const float share = dy[from + c] / static_cast<float>(count);
      for (std::size_t pixel = 0; pixel < shape.pixels; ++pixel) {
        dx[image + pixel * channels + c] = largest(pixel) ? share : 0.0f;
      }
    }
  });
}

void global_average_pool(const Pixels& shape, const float* x, float* y) {
  for_each_image(shape, [&, channels = shape.channels](std::size_t image, std::size_t to) {
    std::fill_n(y + to, channels, 0.0f);
    add_column_sums(shape.pixels, channels, x + image, y + to);
    for (std::size_t c = 0; c < channels; ++c) y[to + c] /= static_cast<float>(shape.pixels);
  });
}

void global_average_pool_gradient(const Pixels& shape, const float* dy, float* dx) {
  for_each_image(shape, [&, channels = shape.channels](std::size_t image, std::size_t from) {
    for (std::size_t i = 0; i < shape.pixels * channels; ++i) {
      dx[image + i] = dy[from + i % channels] / static_cast<float>(shape.pixels);
    }
  });
}

}  // namespace keratin::kernels
