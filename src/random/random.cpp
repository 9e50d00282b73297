#include "keratin/random.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>

#include "keratin/error.hpp"
#include "memory_error.hpp"
#include "random/generators.hpp"

namespace keratin::random {

namespace {

/// An array of the shape whose elements are what `draw(generator)` gives, one after the other.
template <class T, class Draw>
xt::xarray<T> drawn(const Shape& shape, Draw draw) {
  static_cast<void>(shape.element_count());
  xt::xarray<T> values = new_array<T>(shape);
  Generators& all = generators();
  const std::lock_guard lock(all.mutex);
  std::generate(values.data(), values.data() + values.size(),
                [&] { return static_cast<T>(draw(all.numpy)); });
  return values;
}

template <class T>
void shuffle_rows(xt::xarray<T>& x) {
  if (x.dimension() == 0)
    throw ValueError("shuffle() needs an array of at least one dimension. Received: shape=()");
  const std::size_t rows = x.shape(0);
  const std::size_t row_size = rows == 0 ? 0 : x.size() / rows;
  Generators& all = generators();
  const std::lock_guard lock(all.mutex);
  for (std::size_t last = rows; last-- > 1;) {
    const std::size_t other = all.numpy.integer(static_cast<std::uint32_t>(last));
    if (other == last) continue;
    T* row = x.data() + last * row_size;
    std::swap_ranges(row, row + row_size, x.data() + other * row_size);
  }
}

}  // namespace

void seed(std::int64_t value) {
  const std::uint32_t checked = checked_seed(value);
  Generators& all = generators();
  const std::lock_guard lock(all.mutex);
  all.numpy.seed(checked);
}

Tensor rand(const Shape& shape) {
  return drawn<float>(shape, [](NumpyRandom& generator) { return generator.uniform(); });
}

Tensor randn(const Shape& shape) {
  return drawn<float>(shape, [](NumpyRandom& generator) { return generator.normal(); });
}

xt::xarray<int> randint(int low, int high, const Shape& shape) {
  if (low >= high) {
    throw ValueError(
        fmt::format("randint(low, high, shape) draws from low to high - 1 and needs low < high. "
                    "Received: low={}, high={}",
                    low, high));
  }
  const auto max = static_cast<std::uint32_t>(std::int64_t{high} - 1 - low);
  return drawn<int>(shape,
                    [=](NumpyRandom& generator) { return std::int64_t{low} + generator.integer(max); });
}

Tensor uniform(double low, double high, const Shape& shape) {
  const double range = high - low;
  if (!(low <= high) || !std::isfinite(range)) {
    throw ValueError(
        fmt::format("uniform(low, high, shape) needs finite bounds with low <= high. "
                    "Received: low={}, high={}",
                    low, high));
  }
  return drawn<float>(shape, [=](NumpyRandom& generator) { return low + range * generator.uniform(); });
}

Tensor normal(double loc, double scale, const Shape& shape) {
  if (!(scale >= 0.0) || !std::isfinite(scale) || !std::isfinite(loc)) {
    throw ValueError(fmt::format(
        "normal(loc, scale, shape) needs finite numbers with scale >= 0. Received: loc={}, scale={}", loc,
        scale));
  }
  return drawn<float>(shape, [=](NumpyRandom& generator) { return loc + scale * generator.normal(); });
}

xt::xarray<int> permutation(int n) {
  if (n < 0) throw ValueError(fmt::format("permutation(n) needs n >= 0. Received: n={}", n));
  xt::xarray<int> order = new_array<int>({n});
  std::iota(order.data(), order.data() + n, 0);
  shuffle_rows(order);
  return order;
}

void shuffle(Tensor& x) { shuffle_rows(x); }
void shuffle(xt::xarray<int>& x) { shuffle_rows(x); }

}  // namespace keratin::random
