#include "keratin/layers/normalization/batch_normalization.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "distribution/team.hpp"
#include "engine/step_tape.hpp"
#include "kernels/normalize.hpp"
#include "layers/common/dimension.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

kernels::Channels channels_of(const Shape& shape, int axis) {
  const int channel_axis = axis < 0 ? axis + shape.rank() : axis;
  kernels::Channels channels{1, static_cast<std::size_t>(shape[channel_axis]), 1};
  for (int i = 0; i < shape.rank(); ++i) {
    if (i < channel_axis) channels.outer *= static_cast<std::size_t>(shape[i]);
    if (i > channel_axis) channels.inner *= static_cast<std::size_t>(shape[i]);
  }
  return channels;
}

/// Makes the means and variances of a batch's part those of the whole batch: the variance of all is the mean
/// of the variances, plus that of the squares of the distances between the means.
void take_moments_of_all(const distribution::BatchPart& part, Buffer mean, Buffer variance) {
  const std::size_t channels = mean.size();
  const std::vector<float> all = part.gather({mean, variance});
  const auto sum = [&](std::size_t channel, const auto& term) {
    double result = 0.0;
    for (int process = 0; process < part.team->size(); ++process) {
      const float* own = all.data() + static_cast<std::size_t>(process) * 2 * channels + channel;
      const double weight = part.weight_of(process);
      if (weight > 0.0) result += weight * term(double{own[0]}, double{own[channels]});
    }
    return result;
  };
  for (std::size_t c = 0; c < channels; ++c) {
    const double center = sum(c, [](double own_mean, double) { return own_mean; });
    mean.data()[c] = static_cast<float>(center);
    variance.data()[c] = static_cast<float>(sum(c, [&](double own_mean, double own_variance) {
      return own_variance + (own_mean - center) * (own_mean - center);
    }));
  }
}

}  // namespace

BatchNormalization::BatchNormalization(const BatchNormalizationOptions& options)
    : Described("BatchNormalization", {}, options),
      beta_initializer_(initializers::get(options.beta_initializer)),
      gamma_initializer_(initializers::get(options.gamma_initializer)),
      moving_mean_initializer_(initializers::get(options.moving_mean_initializer)),
      moving_variance_initializer_(initializers::get(options.moving_variance_initializer)),
      beta_options_(weight_options(options.beta_regularizer, options.beta_constraint)),
      gamma_options_(weight_options(options.gamma_regularizer, options.gamma_constraint)) {
  if (!(options.momentum >= 0.0 && options.momentum <= 1.0)) {
    fail(fmt::format("momentum must be from 0 to 1, but received {}.", options.momentum));
  }
  if (!(options.epsilon > 0.0) || !std::isfinite(options.epsilon))
    fail(fmt::format("epsilon must be positive and finite, but received {}.", options.epsilon));
  set_input_spec({.min_rank = 2});
}

void BatchNormalization::build(const Shape& input_shape) {
  const int axis = options_.axis, rank = input_shape.rank();
  if (axis >= rank || axis < -rank || axis == 0 || axis == -rank) {
    fail_axis(*this, axis, input_shape);
  }
  const int channels = input_shape[axis];
  if (channels == None) fail_open(*this, fmt::format("axis {} of its input", axis), input_shape);
  if (options_.scale) gamma_ = add_weight("gamma", {channels}, gamma_initializer_, gamma_options_);
  if (options_.center) beta_ = add_weight("beta", {channels}, beta_initializer_, beta_options_);
  moving_mean_ = add_weight("moving_mean", {channels}, moving_mean_initializer_, {.trainable = false});
  moving_variance_ =
      add_weight("moving_variance", {channels}, moving_variance_initializer_, {.trainable = false});
  set_input_spec({.rank = rank, .axes = {{axis, channels}}});
}

bool BatchNormalization::uses_batch_statistics(const Tape& tape) const {
  return StepTape::of(tape).behaves_as_training() &&
         (tape.training() ? tape.updates(*moving_mean_) : trainable());
}

void BatchNormalization::move_averages(const float* mean, const float* variance) const {
  const auto keep = static_cast<float>(options_.momentum), take = static_cast<float>(1.0 - options_.momentum);
  float* moving_mean = moving_mean_->mutable_data();
  float* moving_variance = moving_variance_->mutable_data();
  for (std::size_t c = 0; c < moving_mean_->size(); ++c) {
    moving_mean[c] = moving_mean[c] * keep + mean[c] * take;
    moving_variance[c] = moving_variance[c] * keep + variance[c] * take;
  }
  moving_mean_->changed();
  moving_variance_->changed();
}

View BatchNormalization::forward(View x, Tape& tape) const {
  const kernels::Channels shape = channels_of(x.shape(), options_.axis);
  const Shape per_channel{static_cast<int>(shape.channels)};
  const Buffer mean = tape.allocate(per_channel), inverse = tape.allocate(per_channel);
  if (uses_batch_statistics(tape)) {
    kernels::moments(shape, x.data(), mean.data(), inverse.data());
    if (const auto* part = StepTape::of(tape).part()) take_moments_of_all(*part, mean, inverse);
    if (tape.updates(*moving_mean_)) move_averages(mean.data(), inverse.data());
  } else {
    std::copy(moving_mean_->data(), moving_mean_->data() + shape.channels, mean.data());
    std::copy(moving_variance_->data(), moving_variance_->data() + shape.channels, inverse.data());
  }
  const Buffer scale = tape.allocate(per_channel), shift = tape.allocate(per_channel);
  for (std::size_t c = 0; c < shape.channels; ++c) {
    inverse.data()[c] = 1.0f / std::sqrt(inverse.data()[c] + static_cast<float>(options_.epsilon));
    scale.data()[c] = inverse.data()[c] * (gamma_ ? gamma_->data()[c] : 1.0f);
    shift.data()[c] = (beta_ ? beta_->data()[c] : 0.0f) - mean.data()[c] * scale.data()[c];
  }
  const Buffer y = tape.allocate(x.shape());
  kernels::scale_and_shift(shape, x.data(), scale.data(), shift.data(), y.data());
  tape.save(*this, {x, mean, inverse});
  return y;
}

View BatchNormalization::backward(View dy, Tape& tape) const {
  const auto [x, mean, inverse] = tape.restore<3>(*this);
  const kernels::Channels shape = channels_of(x.shape(), options_.axis);
  const Buffer sum_dy = tape.allocate(mean.shape()), sum_dy_x = tape.allocate(mean.shape());
  kernels::normalized_sums(shape, x.data(), dy.data(), mean.data(), inverse.data(), sum_dy.data(),
                           sum_dy_x.data());
  const auto add = [&](const Weight* weight, const Buffer& sums) {
    const Buffer gradient = weight == nullptr ? Buffer{} : tape.gradient(*weight);
    for (std::size_t c = 0; c < gradient.size(); ++c) gradient.data()[c] += sums.data()[c];
  };
  add(gamma_, sum_dy_x);
  add(beta_, sum_dy);
  if (!tape.needs_input_gradient()) return {};
  if (const auto* part = StepTape::of(tape).part(); part != nullptr && uses_batch_statistics(tape)) {
    part->sum({sum_dy, sum_dy_x});
  }
  const Buffer a = tape.allocate(mean.shape()), b = tape.allocate(mean.shape()),
               offset = tape.allocate(mean.shape());
  const float share =
      uses_batch_statistics(tape) ? 1.0f / static_cast<float>(shape.values_per_channel()) : 0.0f;
  for (std::size_t c = 0; c < shape.channels; ++c) {
    a.data()[c] = inverse.data()[c] * (gamma_ ? gamma_->data()[c] : 1.0f);
    b.data()[c] = -a.data()[c] * inverse.data()[c] * sum_dy_x.data()[c] * share;
    offset.data()[c] = -a.data()[c] * sum_dy.data()[c] * share - mean.data()[c] * b.data()[c];
  }
  const Buffer dx = tape.allocate(x.shape());
  kernels::combine(shape, x.data(), dy.data(), a.data(), b.data(), offset.data(), dx.data());
  return dx;
}

bool BatchNormalization::join_previous(Fusion& fusion, bool training) const {
  const bool last_axis = options_.axis == -1;
  if (training || !last_axis || fusion.affine != nullptr || fusion.adds || fusion.ends_with_rectifier())
    return false;
  fusion.affine = this;
  return true;
}

void BatchNormalization::write(float* scale, float* shift) const {
  for (std::size_t c = 0; c < moving_mean_->size(); ++c) {
    const float inverse =
        1.0f / std::sqrt(moving_variance_->data()[c] + static_cast<float>(options_.epsilon));
    scale[c] = inverse * (gamma_ ? gamma_->data()[c] : 1.0f);
    shift[c] = (beta_ ? beta_->data()[c] : 0.0f) - moving_mean_->data()[c] * scale[c];
  }
}

std::uint64_t BatchNormalization::version() const {
  std::uint64_t version = 0;
  for (const Weight* weight : weights()) version = std::max(version, weight->version());
  return version;
}

template <class Fields>
void list_fields(Fields& fields, BatchNormalizationOptions& options) {
  fields.ignore("renorm_momentum");  // renorm itself is rejected
  fields.ignore("fused");
  fields("axis", options.axis);
  fields("momentum", options.momentum);
  fields("epsilon", options.epsilon);
  fields("center", options.center);
  fields("scale", options.scale);
  fields("beta_initializer", options.beta_initializer);
  fields("gamma_initializer", options.gamma_initializer);
  fields("moving_mean_initializer", options.moving_mean_initializer);
  fields("moving_variance_initializer", options.moving_variance_initializer);
  fields("beta_regularizer", options.beta_regularizer);
  fields("gamma_regularizer", options.gamma_regularizer);
  fields("beta_constraint", options.beta_constraint);
  fields("gamma_constraint", options.gamma_constraint);
}

template class Described<BatchNormalization, Layer, BatchNormalizationOptions>;

}  // namespace keratin::layers
