#include "keratin/layers/preprocessing/normalization.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/weight_change.hpp"
#include "kernels/axis.hpp"
#include "kernels/standardize.hpp"
#include "kernels/strided.hpp"
#include "layers/common/axes.hpp"
#include "layers/common/dimension.hpp"
#include "layers/common/per_channel.hpp"
#include "layers/described.hpp"
#include "layers/layer_access.hpp"

namespace keratin::layers {

namespace {

constexpr float least_deviation = 1e-7f;  // Keras's epsilon

/// For each number of a sample the place of its statistics, whose shape has 1 on the other axes.
std::vector<std::size_t> places_of(const Shape& input_shape, const Shape& statistics_shape) {
  std::vector<std::size_t> places{0};
  std::size_t stride = 1;
  for (int axis = input_shape.rank() - 1; axis > 0; --axis) {
    const std::size_t size = kernels::as_size(input_shape[axis]), before = places.size();
    const std::size_t step = statistics_shape[axis] == 1 ? 0 : stride;
    for (std::size_t i = 1; i < size; ++i) {
      for (std::size_t k = 0; k < before; ++k) places.push_back(places[k] + i * step);
    }
    stride *= kernels::as_size(statistics_shape[axis]);
  }
  return places;
}

/// For each of `count` places the mean of term(number of the data, place).
template <class Term>
std::vector<double> means(const Tensor& data, const std::vector<std::size_t>& places, std::size_t count,
                          const Term& term) {
  std::vector<double> sums(count);
  for (std::size_t i = 0; i < data.size(); ++i) {
    const std::size_t place = places[i % places.size()];
    sums[place] += term(double{data.data()[i]}, place);
  }
  const std::size_t numbers = data.size() / count;
  for (double& sum : sums) sum /= static_cast<double>(numbers);
  return sums;
}

void assign(Weight& weight, const std::vector<double>& values) {
  std::transform(values.begin(), values.end(), weight.mutable_data(),
                 [](double value) { return static_cast<float>(value); });
  weight.changed();
}

float given_number(const PerChannel& numbers, std::size_t place) {
  return static_cast<float>(numbers.values()[place % numbers.values().size()]);
}

}  // namespace

Normalization::Normalization(const NormalizationOptions& options) : Described("Normalization", {}, options) {
  const std::vector<double>&mean = options.mean.values(), &variance = options.variance.values();
  if (mean.size() != variance.size()) {
    fail(
        fmt::format("mean and variance must be given together, with as many numbers, but received {} and {}.",
                    mean.size(), variance.size()));
  }
  if (is_given()) {
    check_finite(*this, "mean", options.mean);
    check_finite(*this, "variance", options.variance);
    const auto least = std::min_element(variance.begin(), variance.end());
    if (*least < 0.0) fail(fmt::format("variance must not be negative, but received {}.", *least));
    if (mean.size() > 1 && options.axis.begin() == options.axis.end())
      fail(fmt::format("mean must be one number if there is no axis, but received {}.", mean.size()));
  }
  set_input_spec({.min_rank = 1});
}

/// The shape of the statistics: the input's on the axes, 1 on all others.
Shape Normalization::statistics_shape(const Shape& input_shape) const {
  Shape shape = Shape::from(std::vector<int>(input_shape.size(), 1));
  if (options_.axis.begin() == options_.axis.end()) return shape;
  const LastAxes known(*this, options_.axis, input_shape);
  for (const int axis : options_.axis) shape[axis] = input_shape[axis];
  return shape;
}

void Normalization::build(const Shape& input_shape) {
  InputSpec spec{.rank = input_shape.rank()};
  Shape sizes;
  const Shape shape = statistics_shape(input_shape);
  std::vector<int> axes;
  for (const int axis : options_.axis) axes.push_back(axis < 0 ? axis + input_shape.rank() : axis);
  std::sort(axes.begin(), axes.end());
  for (const int axis : axes) {
    if (shape[axis] == None) fail_open(*this, fmt::format("axis {} of its input", axis), input_shape);
    spec.axes.emplace_back(axis, shape[axis]);
    sizes.push_back(shape[axis]);
  }
  if (const std::size_t count = options_.mean.values().size();
      count > 1 && static_cast<int>(count) != sizes.back()) {
    fail(
        fmt::format("mean has {} numbers for an input of shape {}: give one number, or one for each place on "
                    "the last of the axes.",
                    count, to_string(input_shape)));
  }
  if (!is_given()) {
    mean_ = add_weight("mean", sizes, "zeros", {.trainable = false});
    variance_ = add_weight("variance", sizes, "ones", {.trainable = false});
    add_weight("count", {}, "zeros", {.trainable = false, .integer = true});
  }
  set_input_spec(spec);
}

void Normalization::adapt(const Tensor& data) {
  if (is_given()) fail("adapt() cannot replace the mean and the variance that it was given: leave them out.");
  const Shape shape = shape_of(data);
  if (shape.empty())
    fail("adapt() takes an array whose first axis are the samples, but received one number.");
  Shape open = shape;
  open[0] = None;
  LayerAccess::connect(*this, open);
  if (shape[0] == 0)
    fail(fmt::format("adapt() takes some samples, but received shape {}.", to_string(shape)));
  const std::vector<std::size_t> places = places_of(shape, statistics_shape(shape));
  const std::vector<double> mean =
      means(data, places, mean_->size(), [](double value, std::size_t) { return value; });
  const std::vector<double> variance =
      means(data, places, mean_->size(),
            [&](double value, std::size_t place) { return (value - mean[place]) * (value - mean[place]); });
  const WeightChange change;
  assign(*variance_, variance);
  assign(*mean_, mean);
}

/// A mean and a deviation for each number of a sample.
Normalization::Statistics Normalization::statistics(const Shape& input_shape, Tape& tape) const {
  const Shape shape = statistics_shape(input_shape);
  Shape sample = input_shape;
  sample[0] = 1;
  const Buffer mean = tape.allocate(shape), deviation = tape.allocate(shape);
  for (std::size_t i = 0; i < mean.size(); ++i) {
    mean.data()[i] = is_given() ? given_number(options_.mean, i) : mean_->data()[i];
    const float variance = is_given() ? given_number(options_.variance, i) : variance_->data()[i];
    deviation.data()[i] = std::max(std::sqrt(variance), least_deviation);
  }
  const Statistics spread{tape.allocate(sample), tape.allocate(sample)};
  kernels::broadcast(shape, sample, mean.data(), spread.mean.data());
  kernels::broadcast(shape, sample, deviation.data(), spread.deviation.data());
  return spread;
}

View Normalization::forward(View x, Tape& tape) const {
  const auto [mean, deviation] = statistics(x.shape(), tape);
  const Buffer y = tape.allocate(x.shape());
  const auto compute = options_.invert ? kernels::unstandardize : kernels::standardize;
  compute(x.size() / mean.size(), mean.size(), x.data(), mean.data(), deviation.data(), y.data());
  return y;
}

View Normalization::backward(View dy, Tape& tape) const {
  const auto [mean, deviation] = statistics(dy.shape(), tape);
  std::fill_n(mean.data(), mean.size(), 0.0f);  // which adds nothing to the gradient
  const Buffer dx = tape.allocate(dy.shape());
  const auto compute = options_.invert ? kernels::unstandardize : kernels::standardize;
  compute(dy.size() / mean.size(), mean.size(), dy.data(), mean.data(), deviation.data(), dx.data());
  return dx;
}

template <class Fields>
void list_fields(Fields& fields, NormalizationOptions& options) {
  fields("axis", options.axis);
  fields("mean", options.mean);
  fields("variance", options.variance);
  fields("invert", options.invert);
}

template class Described<Normalization, Layer, NormalizationOptions>;

}  // namespace keratin::layers
