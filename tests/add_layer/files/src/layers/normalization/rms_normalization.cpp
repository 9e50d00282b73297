#include "keratin/layers/normalization/rms_normalization.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kernels/normalize.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

/// Each row of x, its last axis, has its own factor.
kernels::Channels by_row(View x) {
  const auto units = static_cast<std::size_t>(x.shape().back());
  return {.outer = 1, .channels = x.size() / units, .inner = units};
}

/// Each place of a row has one.
kernels::Channels by_unit(View x) {
  const auto units = static_cast<std::size_t>(x.shape().back());
  return {.outer = x.size() / units, .channels = units, .inner = 1};
}

Buffer filled(std::size_t count, float value, Tape& tape) {
  const Buffer numbers = tape.allocate({static_cast<int>(count)});
  std::fill_n(numbers.data(), count, value);
  return numbers;
}

View scaled(const kernels::Channels& shape, View x, const float* factors, Tape& tape) {
  const Buffer y = tape.allocate(x.shape()), zeros = filled(shape.channels, 0.0f, tape);
  kernels::scale_and_shift(shape, x.data(), factors, zeros.data(), y.data());
  return y;
}

}  // namespace

RMSNormalization::RMSNormalization(const RMSNormalizationOptions& options)
    : Described("RMSNormalization", {}, options) {
  if (!(options.epsilon > 0.0))
    fail(fmt::format("epsilon must be positive, but received {}.", options.epsilon));
  set_input_spec({.min_rank = 2});
}

void RMSNormalization::build(const Shape& input_shape) {
  if (input_shape.back() == None) {
    fail(fmt::format("the last axis of its input must be known, but received shape {}.",
                     to_string(input_shape)));
  }
  set_input_spec({.min_rank = 2, .axes = {{-1, input_shape.back()}}});
  scale_ = add_weight("scale", {input_shape.back()}, "ones");
}

View RMSNormalization::forward(View x, Tape& tape) const {
  const kernels::Channels rows = by_row(x);
  const Buffer mean = filled(rows.channels, 0.0f, tape), factors = filled(rows.channels, 0.0f, tape);
  kernels::moments(rows, x.data(), mean.data(), factors.data());
  for (std::size_t row = 0; row < rows.channels; ++row) {
    const double squares = double{factors.data()[row]} + double{mean.data()[row]} * double{mean.data()[row]};
    factors.data()[row] = static_cast<float>(1.0 / std::sqrt(squares + options_.epsilon));
  }
  const View normalized = scaled(rows, x, factors.data(), tape);
  tape.save(*this, {normalized, factors});
  return scaled(by_unit(x), normalized, scale_->data(), tape);
}

View RMSNormalization::backward(View dy, Tape& tape) const {
  const auto [normalized, factors] = tape.restore<2>(*this);
  const kernels::Channels rows = by_row(dy), units = by_unit(dy);
  const std::size_t largest = std::max(rows.channels, units.channels);
  const Buffer zeros = filled(largest, 0.0f, tape), ones = filled(largest, 1.0f, tape);
  const Buffer sums = filled(largest, 0.0f, tape), products = filled(largest, 0.0f, tape);
  if (const Buffer gradient = tape.gradient(*scale_); !gradient.empty()) {
    kernels::normalized_sums(units, normalized.data(), dy.data(), zeros.data(), ones.data(), sums.data(),
                             products.data());
    for (std::size_t unit = 0; unit < gradient.size(); ++unit) gradient.data()[unit] += products.data()[unit];
  }
  const View dnormalized = scaled(units, dy, scale_->data(), tape);
  kernels::normalized_sums(rows, normalized.data(), dnormalized.data(), zeros.data(), ones.data(),
                           sums.data(), products.data());
  for (std::size_t row = 0; row < rows.channels; ++row)
    products.data()[row] *= -factors.data()[row] / static_cast<float>(rows.inner);
  const Buffer dx = tape.allocate(dy.shape());
  kernels::combine(rows, normalized.data(), dnormalized.data(), factors.data(), products.data(), zeros.data(),
                   dx.data());
  return dx;
}

template <class Fields>
void list_fields(Fields& fields, RMSNormalizationOptions& options) {
  fields.only("axis", -1);
  fields("epsilon", options.epsilon);
}

template class Described<RMSNormalization, Layer, RMSNormalizationOptions>;

}  // namespace keratin::layers
