#include "keratin/random.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>
#include <vector>

#include "distribution/batch_part.hpp"
#include "keratin/error.hpp"
#include "memory_error.hpp"
#include "random/generators.hpp"
#include "random/shuffle_in_place.hpp"

namespace keratin::random {

namespace {

/// An array of the shape whose elements are what `draw(generator)` gives, one after the other. A layer that
/// computes part of a batch gets what the samples of its part get in an array for the whole batch.
template <class T, class Draw>
xt::xarray<T> drawn(const Shape& shape, Draw draw) {
  const std::size_t count = shape.element_count();
  xt::xarray<T> values = new_array<T>(shape);
  Generators& all = generators();
  const std::lock_guard lock(all.mutex);
  const distribution::BatchPart* part = distribution::BatchPart::current();
  const bool is_of_part = part != nullptr && !shape.empty() && part->is_of_samples(shape[0]);
  const std::size_t sample = is_of_part ? count / part->rows() : 0;
  const auto skip = [&](std::size_t samples) {
    for (std::size_t i = 0; i < samples * sample; ++i) static_cast<void>(draw(all.numpy));
  };
  if (is_of_part) skip(part->begin);
  std::generate(values.data(), values.data() + values.size(),
                [&] { return static_cast<T>(draw(all.numpy)); });
  if (is_of_part) skip(part->total - part->begin - part->rows());
  return values;
}

/// What `draw(generator)` gives.
template <class Draw>
auto drawn(Draw draw) {
  Generators& all = generators();
  const std::lock_guard lock(all.mutex);
  return draw(all.numpy);
}

template <class T>
void shuffle_rows(xt::xarray<T>& x) {
  if (x.dimension() == 0)
    throw ValueError("shuffle() needs an array of at least one dimension. Received: shape=()");
  const std::size_t rows = x.shape(0);
  const distribution::BatchPart* part = distribution::BatchPart::current();
  if (part != nullptr && part->is_of_samples(static_cast<int>(rows))) {
    throw ValueError(
        "a layer cannot change the order of samples, of which each process computes its own: do it before "
        "the batch is given to the model.");
  }
  const std::size_t row_size = rows == 0 ? 0 : x.size() / rows;
  Generators& all = generators();
  const std::lock_guard lock(all.mutex);
  shuffle_in_place(rows, all.numpy, [&](std::size_t one, std::size_t other) {
    T* row = x.data() + one * row_size;
    std::swap_ranges(row, row + row_size, x.data() + other * row_size);
  });
}

/// By inverting the cumulated probabilities, as NumPy does.
class Weighted {
 public:
  explicit Weighted(const std::vector<double>& p) : cumulated_(p.size()) {
    std::partial_sum(p.begin(), p.end(), cumulated_.begin());
    const double total = cumulated_.back();
    for (double& value : cumulated_) value /= total;
  }

  [[nodiscard]] int draw(NumpyRandom& generator) const {
    const auto found = std::upper_bound(cumulated_.begin(), cumulated_.end(), generator.uniform());
    return static_cast<int>(found - cumulated_.begin());
  }

 private:
  std::vector<double> cumulated_;
};

void check_probabilities(int n, const std::vector<double>& p) {
  if (p.size() != static_cast<std::size_t>(n)) {
    throw ValueError(
        fmt::format("choice(n, shape, {{.p}}) needs one probability for each of the n numbers. Received: "
                    "n={}, {} probabilities",
                    n, p.size()));
  }
  for (double value : p) {
    if (!(value >= 0.0))
      throw ValueError(fmt::format("choice(): a probability must not be negative. Received: p={}", value));
  }
  constexpr double tolerance = 0x1p-26;
  const double sum = std::accumulate(p.begin(), p.end(), 0.0);
  if (!(std::abs(sum - 1.0) <= tolerance))
    throw ValueError(fmt::format("choice(): the probabilities must sum to 1. Received: a sum of {}", sum));
}

void check_supply(std::size_t count, std::size_t supply) {
  if (count <= supply) return;
  throw ValueError(fmt::format(
      "choice() without replacement cannot draw {} numbers of {} that can be drawn (have a probability over "
      "0): draw fewer, or leave .replace = true.",
      count, supply));
}

/// In rounds, as NumPy: what a round draws more than once counts once, and the next round makes up for it.
void draw_distinct(NumpyRandom& generator, std::vector<double> p, std::size_t count, int* numbers) {
  for (std::size_t found = 0; found < count;) {
    const Weighted weighted(p);
    for (std::size_t missing = count - found; missing > 0; --missing) {
      const int number = weighted.draw(generator);
      double& probability = p[static_cast<std::size_t>(number)];
      if (probability > 0.0) numbers[found++] = number;
      probability = 0.0;
    }
  }
}

void check_choice(int n, std::size_t count, const ChoiceOptions& options) {
  if (n <= 0) {
    throw ValueError(
        fmt::format("choice(n, shape) draws from 0 to n - 1 and needs n > 0. Received: n={}", n));
  }
  if (!options.p.empty()) check_probabilities(n, options.p);
  if (options.replace) return;
  const auto positive = std::count_if(options.p.begin(), options.p.end(), [](double p) { return p > 0.0; });
  check_supply(count, static_cast<std::size_t>(options.p.empty() ? n : positive));
}

/// A function that draws an integer from `low` to `high` - 1.
auto integer_between(int low, int high) {
  if (low >= high) {
    throw ValueError(
        fmt::format("randint(low, high, shape) draws from low to high - 1 and needs low < high. "
                    "Received: low={}, high={}",
                    low, high));
  }
  const auto max = static_cast<std::uint32_t>(std::int64_t{high} - 1 - low);
  return [=](NumpyRandom& generator) { return std::int64_t{low} + generator.integer(max); };
}

auto uniform_between(double low, double high) {
  const double range = high - low;
  if (!(low <= high) || !std::isfinite(range)) {
    throw ValueError(
        fmt::format("uniform(low, high, shape) needs finite bounds with low <= high. "
                    "Received: low={}, high={}",
                    low, high));
  }
  return [=](NumpyRandom& generator) { return low + range * generator.uniform(); };
}

auto normal_around(double loc, double scale) {
  if (!(scale >= 0.0) || !std::isfinite(scale) || !std::isfinite(loc)) {
    throw ValueError(fmt::format(
        "normal(loc, scale, shape) needs finite numbers with scale >= 0. Received: loc={}, scale={}", loc,
        scale));
  }
  return [=](NumpyRandom& generator) { return loc + scale * generator.normal(); };
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

double rand() {
  return drawn([](NumpyRandom& generator) { return generator.uniform(); });
}

double randn() {
  return drawn([](NumpyRandom& generator) { return generator.normal(); });
}

xt::xarray<int> randint(int low, int high, const Shape& shape) {
  return drawn<int>(shape, integer_between(low, high));
}

int randint(int low, int high) { return static_cast<int>(drawn(integer_between(low, high))); }

Tensor uniform(double low, double high, const Shape& shape) {
  return drawn<float>(shape, uniform_between(low, high));
}

double uniform(double low, double high) { return drawn(uniform_between(low, high)); }

Tensor normal(double loc, double scale, const Shape& shape) {
  return drawn<float>(shape, normal_around(loc, scale));
}

double normal(double loc, double scale) { return drawn(normal_around(loc, scale)); }

xt::xarray<int> permutation(int n) {
  if (n < 0) throw ValueError(fmt::format("permutation(n) needs n >= 0. Received: n={}", n));
  xt::xarray<int> order = new_array<int>({n});
  std::iota(order.data(), order.data() + n, 0);
  shuffle_rows(order);
  return order;
}

void shuffle(Tensor& x) { shuffle_rows(x); }
void shuffle(xt::xarray<int>& x) { shuffle_rows(x); }

xt::xarray<int> choice(int n, const Shape& shape, const ChoiceOptions& options) {
  const auto count = static_cast<std::size_t>(shape.element_count());
  check_choice(n, count, options);
  if (options.replace && options.p.empty()) return randint(0, n, shape);

  if (options.replace)
    return drawn<int>(
        shape, [weighted = Weighted(options.p)](NumpyRandom& generator) { return weighted.draw(generator); });
  xt::xarray<int> numbers = new_array<int>(shape);
  if (options.p.empty()) {
    const xt::xarray<int> order = permutation(n);
    std::copy_n(order.data(), count, numbers.data());
    return numbers;
  }
  Generators& all = generators();
  const std::lock_guard lock(all.mutex);
  draw_distinct(all.numpy, options.p, count, numbers.data());
  return numbers;
}

}  // namespace keratin::random
