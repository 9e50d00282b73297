#include "keratin/initializers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include "identifier_members.hpp"
#include "keratin/error.hpp"
#include "kernels/orthonormalize.hpp"
#include "memory_error.hpp"
#include "nearest_name.hpp"
#include "random/generators.hpp"
#include "random/stateless.hpp"
#include "utils/lower_case.hpp"

namespace keratin::initializers {

namespace {

Tensor filled(const Shape& shape, float value) {
  Tensor tensor = empty_tensor(shape);
  tensor.fill(value);
  return tensor;
}

using Distribution = void (*)(random::StatelessSeed, std::size_t begin, std::size_t count, float* out, float,
                              float);

Tensor drawn(const Shape& shape, std::int64_t seed, Distribution distribution, double first, double second) {
  Tensor tensor = empty_tensor(shape);
  distribution(random::StatelessSeed(seed), 0, tensor.size(), tensor.data(), static_cast<float>(first),
               static_cast<float>(second));
  return tensor;
}

struct Fans {
  double in;
  double out;
};

/// How many numbers go into one output number and come out of one input number of a weight of this shape.
Fans fans_of(const Shape& shape) {
  if (shape.rank() == 0) return {1.0, 1.0};
  if (shape.rank() == 1) return {static_cast<double>(shape[0]), static_cast<double>(shape[0])};
  double receptive_field = 1.0;
  for (int axis = 0; axis < shape.rank() - 2; ++axis) receptive_field *= shape[axis];
  return {shape[-2] * receptive_field, shape[-1] * receptive_field};
}

double fan_of(const Shape& shape, const std::string& mode) {
  const Fans fans = fans_of(shape);
  const double fan = mode == "fan_in" ? fans.in : mode == "fan_out" ? fans.out : (fans.in + fans.out) / 2.0;
  return std::max(1.0, fan);
}

std::string canonical_distribution(const std::string& distribution) {
  const std::string name = utils::lower_case(distribution);
  return name == "normal" ? "truncated_normal" : name;
}

/// The seed asked for, once the other options have been found right: a wrong call must not draw a seed.
std::optional<std::int64_t> checked_seed(const VarianceScalingOptions& options) {
  if (!(options.scale > 0.0) || !std::isfinite(options.scale)) {
    throw ValueError(fmt::format("Initializer VarianceScaling needs a finite scale > 0. Received: scale={}",
                                 options.scale));
  }
  if (options.mode != "fan_in" && options.mode != "fan_out" && options.mode != "fan_avg") {
    throw ValueError(fmt::format("Initializer VarianceScaling does not know the mode {}",
                                 among_known(options.mode, {"fan_in", "fan_out", "fan_avg"})));
  }
  const std::string distribution = canonical_distribution(options.distribution);
  if (distribution != "uniform" && distribution != "truncated_normal" &&
      distribution != "untruncated_normal") {
    throw ValueError(fmt::format(
        "Initializer VarianceScaling does not know the distribution {}",
        among_known(options.distribution, {"uniform", "truncated_normal", "untruncated_normal"})));
  }
  return options.seed;
}

std::optional<std::int64_t> checked_seed(const RandomUniformOptions& options) {
  if (!(options.minval <= options.maxval) || !std::isfinite(options.minval) ||
      !std::isfinite(options.maxval)) {
    throw ValueError(
        fmt::format("Initializer RandomUniform needs finite numbers with minval <= maxval. Received: "
                    "minval={}, maxval={}",
                    options.minval, options.maxval));
  }
  return options.seed;
}

double checked_finite(std::string_view name, std::string_view argument, double value) {
  if (!std::isfinite(value))
    throw ValueError(
        fmt::format("Initializer {} needs a finite {}. Received: {}={}", name, argument, argument, value));
  return value;
}

std::optional<std::int64_t> checked_seed(const OrthogonalOptions& options) {
  checked_finite("Orthogonal", "gain", options.gain);
  return options.seed;
}

template <class NormalOptions>
std::optional<std::int64_t> checked_seed(const NormalOptions& options, std::string_view name) {
  if (!(options.stddev >= 0.0) || !std::isfinite(options.stddev) || !std::isfinite(options.mean)) {
    throw ValueError(
        fmt::format("Initializer {} needs finite numbers with stddev >= 0. Received: mean={}, stddev={}",
                    name, options.mean, options.stddev));
  }
  return options.seed;
}

/// Each number of the longer side takes a product with each pair of the shorter one: minutes beyond this.
void check_time_to_orthogonalize(const Shape& shape) {
  constexpr double most = 1e12;
  const auto numbers = static_cast<double>(shape.element_count()),
             columns = static_cast<double>(shape.back());
  if (numbers * std::min(numbers / columns, columns) <= most) return;
  throw ValueError(fmt::format(
      "Initializer Orthogonal would take too long for the shape {}: a square matrix may have up to "
      "10,000 rows. Choose another initializer for it.",
      to_string(shape)));
}

}  // namespace

Tensor Zeros::operator()(const Shape& shape) const { return filled(shape, 0.0f); }

Tensor Ones::operator()(const Shape& shape) const { return filled(shape, 1.0f); }

Constant::Constant(double value) : value_(checked_finite("Constant", "value", value)) {}

Tensor Constant::operator()(const Shape& shape) const { return filled(shape, static_cast<float>(value_)); }

Identity::Identity(IdentityOptions options) : gain_(checked_finite("Identity", "gain", options.gain)) {}

Tensor Identity::operator()(const Shape& shape) const {
  if (shape.rank() != 2) {
    throw ValueError(
        fmt::format("Initializer Identity makes matrices and needs a shape of two dimensions. "
                    "Received: shape={}",
                    to_string(shape)));
  }
  Tensor matrix = filled(shape, 0.0f);
  const auto [rows, columns] = std::array{matrix.shape(0), matrix.shape(1)};
  for (std::size_t i = 0; i < std::min(rows, columns); ++i)
    matrix.data()[i * columns + i] = static_cast<float>(gain_);
  return matrix;
}

RandomInitializer::RandomInitializer(std::optional<std::int64_t> seed)
    : given_seed_(seed), seed_(seed ? *seed : random::next_seed()) {}

RandomNormal::RandomNormal(RandomNormalOptions options)
    : RandomInitializer(checked_seed(options, "RandomNormal")),
      mean_(options.mean),
      stddev_(options.stddev) {}

Tensor RandomNormal::operator()(const Shape& shape) const {
  return drawn(shape, seed(), random::stateless_normal, mean_, stddev_);
}

RandomUniform::RandomUniform(RandomUniformOptions options)
    : RandomInitializer(checked_seed(options)), minval_(options.minval), maxval_(options.maxval) {}

Tensor RandomUniform::operator()(const Shape& shape) const {
  return drawn(shape, seed(), random::stateless_uniform, minval_, maxval_);
}

TruncatedNormal::TruncatedNormal(TruncatedNormalOptions options)
    : RandomInitializer(checked_seed(options, "TruncatedNormal")),
      mean_(options.mean),
      stddev_(options.stddev) {}

Tensor TruncatedNormal::operator()(const Shape& shape) const {
  return drawn(shape, seed(), random::stateless_truncated_normal, mean_, stddev_);
}

VarianceScaling::VarianceScaling(const VarianceScalingOptions& options)
    : RandomInitializer(checked_seed(options)),
      scale_(options.scale),
      mode_(options.mode),
      distribution_(canonical_distribution(options.distribution)) {}

Tensor VarianceScaling::operator()(const Shape& shape) const {
  const double variance = scale_ / fan_of(shape, mode_);
  if (distribution_ == "uniform") {
    const double limit = std::sqrt(3.0 * variance);
    return drawn(shape, seed(), random::stateless_uniform, -limit, limit);
  }
  if (distribution_ == "untruncated_normal") {
    return drawn(shape, seed(), random::stateless_normal, 0.0, std::sqrt(variance));
  }
  constexpr double stddev_of_truncated = 0.87962566103423978;
  return drawn(shape, seed(), random::stateless_truncated_normal, 0.0,
               std::sqrt(variance) / stddev_of_truncated);
}

Orthogonal::Orthogonal(OrthogonalOptions options)
    : RandomInitializer(checked_seed(options)), gain_(options.gain) {}

Tensor Orthogonal::operator()(const Shape& shape) const {
  if (shape.rank() < 2) {
    throw ValueError(
        fmt::format("Initializer Orthogonal needs a shape of at least two dimensions. Received: shape={}",
                    to_string(shape)));
  }
  if (shape.element_count() == 0) return empty_tensor(shape);
  check_time_to_orthogonalize(shape);
  Tensor result = drawn(shape, seed(), random::stateless_normal, 0.0, 1.0);
  const auto columns = static_cast<std::size_t>(shape.back());
  const std::size_t rows = result.size() / columns;
  const std::size_t shorter = std::min(rows, columns);
  std::vector<double> q =
      within_memory([&] { return std::vector<double>(result.data(), result.data() + result.size()); },
                    [&] {
                      throw MemoryError(fmt::format(
                          "An orthogonal matrix of shape {} does not fit into memory: it is made in "
                          "double precision.",
                          to_string(shape)));
                    });
  kernels::orthonormalize(q.data(), std::max(rows, columns), shorter);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      const double value = rows < columns ? q[column * shorter + row] : q[row * shorter + column];
      result.data()[row * columns + column] = static_cast<float>(gain_) * static_cast<float>(value);
    }
  }
  return result;
}

}  // namespace keratin::initializers

template class keratin::Identifier<keratin::initializers::Initializer>;
