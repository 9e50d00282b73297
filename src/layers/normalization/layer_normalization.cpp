#include "keratin/layers/normalization/layer_normalization.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "layers/common/axes.hpp"
#include "layers/common/dimension.hpp"
#include "layers/common/normalization.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

LayerNormalization::LayerNormalization(const LayerNormalizationOptions& options)
    : Described("LayerNormalization", {}, options),
      beta_initializer_(initializers::get(options.beta_initializer)),
      gamma_initializer_(initializers::get(options.gamma_initializer)),
      beta_options_(weight_options(options.beta_regularizer, options.beta_constraint)),
      gamma_options_(weight_options(options.gamma_regularizer, options.gamma_constraint)) {
  if (!(options.epsilon > 0.0) || !std::isfinite(options.epsilon))
    fail(fmt::format("epsilon must be positive and finite, but received {}.", options.epsilon));
  set_input_spec({.min_rank = 2});
}

void LayerNormalization::build(const Shape& input_shape) {
  const LastAxes last(*this, options_.axis, input_shape);
  InputSpec spec{.rank = input_shape.rank()};
  if (options_.scale || options_.center) {
    // Keras sorts the axes as given, negative ones first; the shape of its weights has that order.
    std::vector<int> axes(options_.axis.begin(), options_.axis.end());
    std::sort(axes.begin(), axes.end());
    Shape weight_shape;
    for (int axis : axes) {
      weight_shape.push_back(input_shape[axis]);
      spec.axes.emplace_back(axis, input_shape[axis]);
    }
    if (!weight_shape.fully_known()) {
      fail_open(*this, "the axes of its input that it normalizes across", input_shape);
    }
    if (options_.scale) gamma_ = add_weight("gamma", weight_shape, gamma_initializer_, gamma_options_);
    if (options_.center) beta_ = add_weight("beta", weight_shape, beta_initializer_, beta_options_);
  }
  set_input_spec(spec);
}

NormalizationGroups LayerNormalization::groups(const Shape& input_shape) const {
  const LastAxes last(*this, options_.axis, input_shape);
  const Shape samples = last.other_sizes(input_shape), row = last.sizes(input_shape);
  return {.channels = {.outer = 1,
                       .channels = 1,
                       .inner = row.element_count(),
                       .samples = samples.element_count()},
          .statistics = samples,
          .row = row,
          .gamma = gamma_,
          .beta = beta_,
          .epsilon = options_.epsilon};
}

View LayerNormalization::forward(View x, Tape& tape) const {
  const LastAxes last(*this, options_.axis, x.shape());
  return last.put_back(normalize(*this, groups(x.shape()), last.put_last(x, tape), tape), tape);
}

View LayerNormalization::backward(View dy, Tape& tape) const {
  const LastAxes last(*this, options_.axis, dy.shape());
  const View dx = normalize_gradient(*this, groups(dy.shape()), last.put_last(dy, tape), tape);
  return dx.empty() ? dx : last.put_back(dx, tape);
}

template <class Fields>
void list_fields(Fields& fields, LayerNormalizationOptions& options) {
  fields("axis", options.axis);
  list_scale_and_shift(fields, options);
}

template class Described<LayerNormalization, Layer, LayerNormalizationOptions>;

}  // namespace keratin::layers
