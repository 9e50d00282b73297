#include "kernels/strided.hpp"

#include <array>

#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

constexpr std::size_t max_rank = 8;
using Sizes = std::array<std::size_t, max_rank>;

/// A walk over a dense array in its own order and, by the strides of its axes, over another one.
struct Walk {
  std::size_t rank = 0;
  Sizes sizes{}, strides{};

  [[nodiscard]] std::size_t elements_from(std::size_t axis) const {
    std::size_t count = 1;
    for (; axis < rank; ++axis) count *= sizes[axis];
    return count;
  }

  /// Calls visit(place in the dense array, place in the other one) for the axes from `axis` on.
  template <class Visit>
  void run(std::size_t axis, std::size_t dense, std::size_t other, const Visit& visit) const {
    if (axis == rank) return visit(dense, other);
    const std::size_t step = elements_from(axis + 1);
    if (axis + 1 == rank) {
      for (std::size_t i = 0; i < sizes[axis]; ++i) visit(dense + i, other + i * strides[axis]);
      return;
    }
    for (std::size_t i = 0; i < sizes[axis]; ++i)
      run(axis + 1, dense + i * step, other + i * strides[axis], visit);
  }
};

/// Fills the dense array y with what the walk meets in x, on several threads.
void gather(const Walk& walk, const float* x, float* y) {
  const std::size_t part = walk.elements_from(1);
  parallel_for(walk.sizes[0], part, [&](std::size_t i) {
    walk.run(1, i * part, i * walk.strides[0], [=](std::size_t to, std::size_t from) { y[to] = x[from]; });
  });
}

/// The strides of a dense array's axes; 0 for those of one element.
Sizes strides_of(std::span<const int> shape) {
  Sizes strides{};
  std::size_t stride = 1;
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    strides[axis] = shape[axis] == 1 ? 0 : stride;
    stride *= static_cast<std::size_t>(shape[axis]);
  }
  return strides;
}

Walk broadcast_walk(std::span<const int> x_shape, std::span<const int> y_shape) {
  Walk walk{y_shape.size(), {}, strides_of(x_shape)};
  std::copy(y_shape.begin(), y_shape.end(), walk.sizes.begin());
  return walk;
}

Walk strided_walk(std::span<const int> shape, std::span<const std::ptrdiff_t> strides) {
  Walk walk{shape.size(), {}, {}};
  std::copy(shape.begin(), shape.end(), walk.sizes.begin());
  std::copy(strides.begin(), strides.end(), walk.strides.begin());  // a negative one wraps around
  return walk;
}

}  // namespace

void permute(std::span<const int> shape, std::span<const int> order, const float* x, float* y) {
  const Sizes strides = strides_of(shape);
  Walk walk{shape.size(), {}, {}};
  for (std::size_t axis = 0; axis < walk.rank; ++axis) {
    const auto from = static_cast<std::size_t>(order[axis]);
    walk.sizes[axis] = static_cast<std::size_t>(shape[from]);
    walk.strides[axis] = strides[from];
  }
  gather(walk, x, y);
}

void broadcast(std::span<const int> x_shape, std::span<const int> y_shape, const float* x, float* y) {
  gather(broadcast_walk(x_shape, y_shape), x, y);
}

void add_broadcast_gradient(std::span<const int> x_shape, std::span<const int> y_shape, const float* dy,
                            float* dx) {
  broadcast_walk(x_shape, y_shape).run(0, 0, 0, [=](std::size_t from, std::size_t to) {
    dx[to] += dy[from];
  });
}

void sum_squares(std::span<const int> x_shape, std::span<const int> y_shape, const float* y, float* sums) {
  std::size_t count = 1;
  for (int size : x_shape) count *= static_cast<std::size_t>(size);
  std::fill_n(sums, count, 0.0f);
  broadcast_walk(x_shape, y_shape).run(0, 0, 0, [=](std::size_t from, std::size_t to) {
    sums[to] += y[from] * y[from];
  });
}

void multiply_broadcast(std::span<const int> x_shape, std::span<const int> y_shape, const float* x,
                        float* y) {
  broadcast_walk(x_shape, y_shape).run(0, 0, 0, [=](std::size_t to, std::size_t from) { y[to] *= x[from]; });
}

void take_strided(std::span<const int> shape, std::span<const std::ptrdiff_t> strides, const float* x,
                  float* y) {
  gather(strided_walk(shape, strides), x, y);
}

void put_strided(std::span<const int> shape, std::span<const std::ptrdiff_t> strides, const float* y,
                 float* x) {
  strided_walk(shape, strides).run(0, 0, 0, [=](std::size_t from, std::size_t to) { x[to] = y[from]; });
}

}  // namespace keratin::kernels
