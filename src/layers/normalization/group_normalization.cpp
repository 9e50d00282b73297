#include "keratin/layers/normalization/group_normalization.hpp"

#include <fmt/format.h>

#include <cmath>

#include "layers/common/axes.hpp"
#include "layers/common/dimension.hpp"
#include "layers/common/normalization.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

GroupNormalization::GroupNormalization(const GroupNormalizationOptions& options)
    : Described("GroupNormalization", {}, options),
      beta_initializer_(initializers::get(options.beta_initializer)),
      gamma_initializer_(initializers::get(options.gamma_initializer)),
      beta_options_(weight_options(options.beta_regularizer, options.beta_constraint)),
      gamma_options_(weight_options(options.gamma_regularizer, options.gamma_constraint)) {
  if (options.groups <= 0 && options.groups != -1) {
    fail(fmt::format("groups must be positive, or -1 for one group per channel, but received {}.",
                     options.groups));
  }
  if (!(options.epsilon > 0.0) || !std::isfinite(options.epsilon))
    fail(fmt::format("epsilon must be positive and finite, but received {}.", options.epsilon));
  set_input_spec({.min_rank = 2});
}

GroupNormalization::GroupNormalization(int groups, const GroupNormalizationOptions& options)
    : GroupNormalization(options_with(&GroupNormalizationOptions::groups, groups, options)) {}

void GroupNormalization::build(const Shape& input_shape) {
  const int channels = LastAxes(*this, options_.axis, input_shape).sizes(input_shape)[0];
  if (channels == None) fail_open(*this, fmt::format("axis {} of its input", options_.axis), input_shape);
  if (options_.groups != -1 && channels % options_.groups != 0) {
    fail(fmt::format(
        "{} channels, axis {} of an input of shape {}, do not make {} equal groups: choose groups "
        "that divide the channels, or -1 for one group per channel.",
        channels, options_.axis, to_string(input_shape), options_.groups));
  }
  if (options_.scale) gamma_ = add_weight("gamma", {channels}, gamma_initializer_, gamma_options_);
  if (options_.center) beta_ = add_weight("beta", {channels}, beta_initializer_, beta_options_);
  set_input_spec({.rank = input_shape.rank(), .axes = {{options_.axis, channels}}});
}

NormalizationGroups GroupNormalization::groups(const Shape& input_shape) const {
  const int axis = options_.axis < 0 ? options_.axis + input_shape.rank() : options_.axis;
  const int groups = options_.groups == -1 ? input_shape[axis] : options_.groups;
  Shape outer, row;
  for (int i = 1; i < axis; ++i) outer.push_back(input_shape[i]);
  for (int i = axis; i < input_shape.rank(); ++i) row.push_back(input_shape[i]);
  const auto count = static_cast<std::size_t>(groups);
  return {.channels = {.outer = outer.element_count(),
                       .channels = count,
                       .inner = row.element_count() / count,
                       .samples = static_cast<std::size_t>(input_shape[0])},
          .statistics = {input_shape[0], groups},
          .row = row,
          .gamma = gamma_,
          .beta = beta_,
          .epsilon = options_.epsilon};
}

View GroupNormalization::forward(View x, Tape& tape) const {
  return normalize(*this, groups(x.shape()), x, tape);
}

View GroupNormalization::backward(View dy, Tape& tape) const {
  return normalize_gradient(*this, groups(dy.shape()), dy, tape);
}

template <class Fields>
void list_fields(Fields& fields, GroupNormalizationOptions& options) {
  fields("groups", options.groups);
  fields("axis", options.axis);
  list_scale_and_shift(fields, options);
}

template class Described<GroupNormalization, Layer, GroupNormalizationOptions>;

}  // namespace keratin::layers
