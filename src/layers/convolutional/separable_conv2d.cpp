#include "keratin/layers/convolutional/separable_conv2d.hpp"

#include <fmt/format.h>

#include "engine/step_tape.hpp"
#include "layers/common/convolution.hpp"
#include "layers/common/depthwise.hpp"
#include "layers/common/fused.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

/// The second convolution, from the output of the first.
kernels::ConvPass pointwise_pass(const Shape& x, int filters) {
  const auto axis = [](int size) { return window_axis(size, 1, 1, 1, Padding::valid); };
  return {tap_conv_of(x, axis(x[1]), axis(x[2]), x[3], filters), kernels::Direction::to_small};
}

}  // namespace

SeparableConv2D::SeparableConv2D(int filters, Size2D kernel_size, const SeparableConv2DOptions& options)
    : Described("SeparableConv2D", {filters, kernel_size}, options),
      filters_(filters),
      kernel_size_(kernel_size),
      padding_(parse_padding(*this, options.padding)),
      depthwise_initializer_(initializers::get(options.depthwise_initializer)),
      pointwise_initializer_(initializers::get(options.pointwise_initializer)),
      bias_initializer_(initializers::get(options.bias_initializer)),
      depthwise_options_(weight_options(options.depthwise_regularizer, options.depthwise_constraint)),
      pointwise_options_(weight_options(options.pointwise_regularizer, options.pointwise_constraint)),
      bias_options_(weight_options(options.bias_regularizer, options.bias_constraint)),
      packed_(std::make_shared<PackedWeights>()) {
  if (filters <= 0) fail(fmt::format("filters must be positive, but received {}.", filters));
  check_depthwise(*this, kernel_size, options.strides, options.dilation_rate, options.depth_multiplier);
  set_activation(options.activation);
  set_activity_regularizer(options.activity_regularizer);
}

kernels::DepthwiseConv SeparableConv2D::geometry(const Shape& x) const {
  return depthwise_conv_of(x, depthwise_channels(*this, x[3], options_.depth_multiplier), kernel_size_,
                           options_.strides, options_.dilation_rate, padding_);
}

Shape SeparableConv2D::image_shape(const Shape& input_shape) const {
  const kernels::DepthwiseConv conv = geometry(input_shape);
  return {input_shape[0], conv.rows.small, conv.columns.small, filters_};
}

void SeparableConv2D::build(const Shape& input_shape) {
  const int channels = fix_channels(input_shape), multiplier = options_.depth_multiplier;
  depthwise_kernel_ =
      add_weight("depthwise_kernel", {kernel_size_.rows, kernel_size_.columns, channels, multiplier},
                 depthwise_initializer_, depthwise_options_);
  pointwise_kernel_ =
      add_weight("pointwise_kernel", {1, 1, depthwise_channels(*this, channels, multiplier), filters_},
                 pointwise_initializer_, pointwise_options_);
  if (options_.use_bias) bias_ = add_weight("bias", {filters_}, bias_initializer_, bias_options_);
}

bool SeparableConv2D::can_fuse(const Fusion& fusion) const {
  return channels_last() && fusion.upsampling == Size2D(1) && !fusion.is_part;
}

View SeparableConv2D::forward_fused(View x, const Fusion& fusion, Tape& tape) const {
  const kernels::DepthwiseConv conv = geometry(x.shape());
  const Buffer between = tape.allocate(depthwise_shape(conv, x.shape()[0]));
  kernels::depthwise_conv(conv, kernels::Direction::to_small, repeated_channels(conv, x, tape).data(),
                          depthwise_kernel_->data(), nullptr, {}, between.data());
  const Buffer y = allocate_output(*this, image_shape(x.shape()), fusion, tape);
  convolve(pointwise_pass(between.shape(), filters_), {*pointwise_kernel_, bias_, *packed_}, fusion, between,
           tape, y);
  tape.save(*this, {x});
  save_fused(*this, fusion, between, y, tape);
  return y;
}

View SeparableConv2D::backward_fused(View dy, const Fusion& fusion, Tape& tape) const {
  const auto [between, dz] = restore_fused(*this, fusion, dy, tape);
  const auto [x] = tape.restore<1>(*this);
  StepTape& step = StepTape::of(tape);
  const bool needed = tape.needs_input_gradient();
  step.set_needs_input_gradient(needed || !tape.gradient(*depthwise_kernel_).empty());
  const View dbetween = convolve_backward(pointwise_pass(between.shape(), filters_),
                                          {*pointwise_kernel_, bias_, *packed_}, fusion, between, dz, tape);
  step.set_needs_input_gradient(needed);
  if (dbetween.empty()) return {};
  return depthwise_backward(geometry(x.shape()), *depthwise_kernel_, x, dbetween, tape);
}

std::size_t SeparableConv2D::multiply_adds(const Shape& input_shape) const {
  require_built();
  const std::size_t pixels = compute_output_shape(input_shape).element_count() / kernels::as_size(filters_);
  return pixels * (depthwise_kernel_->size() + pointwise_kernel_->size());
}

template <class Fields>
void list_fields(Fields& fields, int& filters, Size2D& kernel_size, SeparableConv2DOptions& options) {
  fields.required("filters", filters);
  fields.required("kernel_size", kernel_size);
  fields.only("groups", 1);
  fields.ignore("kernel_initializer");  // the two kernels have their own
  fields("strides", options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
  fields("dilation_rate", options.dilation_rate);
  fields("depth_multiplier", options.depth_multiplier);
  fields("activation", options.activation);
  fields("use_bias", options.use_bias);
  fields("depthwise_initializer", options.depthwise_initializer);
  fields("pointwise_initializer", options.pointwise_initializer);
  fields("bias_initializer", options.bias_initializer);
  fields("depthwise_regularizer", options.depthwise_regularizer);
  fields("pointwise_regularizer", options.pointwise_regularizer);
  fields("bias_regularizer", options.bias_regularizer);
  fields("activity_regularizer", options.activity_regularizer);
  fields("depthwise_constraint", options.depthwise_constraint);
  fields("pointwise_constraint", options.pointwise_constraint);
  fields("bias_constraint", options.bias_constraint);
}

template class Described<SeparableConv2D, ImageLayer<FusingLayer>, SeparableConv2DOptions, int, Size2D>;

}  // namespace keratin::layers
