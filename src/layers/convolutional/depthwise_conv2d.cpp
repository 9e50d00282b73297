#include "keratin/layers/convolutional/depthwise_conv2d.hpp"

#include "layers/common/depthwise.hpp"
#include "layers/common/fused.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

DepthwiseConv2D::DepthwiseConv2D(Size2D kernel_size, const DepthwiseConv2DOptions& options)
    : Described("DepthwiseConv2D", {kernel_size}, options),
      kernel_size_(kernel_size),
      padding_(parse_padding(*this, options.padding)),
      depthwise_initializer_(initializers::get(options.depthwise_initializer)),
      bias_initializer_(initializers::get(options.bias_initializer)),
      kernel_options_(weight_options(options.depthwise_regularizer, options.depthwise_constraint)),
      bias_options_(weight_options(options.bias_regularizer, options.bias_constraint)) {
  check_depthwise(*this, kernel_size, options.strides, options.dilation_rate, options.depth_multiplier);
  set_activation(options.activation);
  set_activity_regularizer(options.activity_regularizer);
}

kernels::DepthwiseConv DepthwiseConv2D::geometry(const Shape& x) const {
  return depthwise_conv_of(x, depthwise_channels(*this, x[3], options_.depth_multiplier), kernel_size_,
                           options_.strides, options_.dilation_rate, padding_);
}

Shape DepthwiseConv2D::image_shape(const Shape& input_shape) const {
  return depthwise_shape(geometry(input_shape), input_shape[0]);
}

void DepthwiseConv2D::build(const Shape& input_shape) {
  const int channels = fix_channels(input_shape), multiplier = options_.depth_multiplier;
  kernel_ = add_weight("kernel", {kernel_size_.rows, kernel_size_.columns, channels, multiplier},
                       depthwise_initializer_, kernel_options_);
  if (options_.use_bias)
    bias_ = add_weight("bias", {depthwise_channels(*this, channels, multiplier)}, bias_initializer_,
                       bias_options_);
}

bool DepthwiseConv2D::can_fuse(const Fusion& fusion) const {
  return channels_last() && fusion.upsampling == Size2D(1) && !fusion.adds && !fusion.is_part;
}

View DepthwiseConv2D::forward_fused(View x, const Fusion& fusion, Tape& tape) const {
  const kernels::DepthwiseConv conv = geometry(x.shape());
  const Buffer y = tape.allocate(depthwise_shape(conv, x.shape()[0]));
  const ScaledWeights scaled = scaled_weights(fusion, kernel_->data(), kernel_->size(), 1,
                                              bias_ == nullptr ? nullptr : bias_->data(), conv.channels);
  kernels::depthwise_conv(conv, kernels::Direction::to_small, repeated_channels(conv, x, tape).data(),
                          scaled.kernel, scaled.bias, rectifier_of(fusion), y.data());
  save_fused(*this, fusion, x, y, tape);
  return y;
}

View DepthwiseConv2D::backward_fused(View dy, const Fusion& fusion, Tape& tape) const {
  const auto [x, dz] = restore_fused(*this, fusion, dy, tape);
  add_bias_gradient(tape, bias_, dz);
  return depthwise_backward(geometry(x.shape()), *kernel_, x, dz, tape);
}

std::size_t DepthwiseConv2D::multiply_adds(const Shape& input_shape) const {
  const std::size_t outputs = compute_output_shape(input_shape).element_count();
  return outputs * kernels::as_size(kernel_size_.rows) * kernels::as_size(kernel_size_.columns);
}

template <class Fields>
void list_fields(Fields& fields, Size2D& kernel_size, DepthwiseConv2DOptions& options) {
  fields.required("kernel_size", kernel_size);
  fields.only("groups", 1);
  fields("strides", options.strides);
  fields("padding", options.padding);
  fields("depth_multiplier", options.depth_multiplier);
  list_data_format(fields, options);
  fields("dilation_rate", options.dilation_rate);
  fields("activation", options.activation);
  fields("use_bias", options.use_bias);
  fields("depthwise_initializer", options.depthwise_initializer);
  fields("bias_initializer", options.bias_initializer);
  fields("depthwise_regularizer", options.depthwise_regularizer);
  fields("bias_regularizer", options.bias_regularizer);
  fields("activity_regularizer", options.activity_regularizer);
  fields("depthwise_constraint", options.depthwise_constraint);
  fields("bias_constraint", options.bias_constraint);
}

template class Described<DepthwiseConv2D, ImageLayer<FusingLayer>, DepthwiseConv2DOptions, Size2D>;

}  // namespace keratin::layers
