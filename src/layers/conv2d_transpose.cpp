#include "keratin/layers/conv2d_transpose.hpp"

#include <fmt/format.h>

#include "layers/convolution.hpp"
#include "layers/fused.hpp"

namespace keratin::layers {

Conv2DTranspose::Conv2DTranspose(int filters, Size2D kernel_size, const Conv2DTransposeOptions& options)
    : PictureLayer("Conv2DTranspose", options),
      filters_(filters),
      kernel_size_(kernel_size),
      options_(options),
      padding_(parse_padding(*this, options.padding)),
      kernel_initializer_(initializers::get(options.kernel_initializer)),
      bias_initializer_(initializers::get(options.bias_initializer)),
      kernel_options_(weight_options(options.kernel_regularizer, options.kernel_constraint)),
      bias_options_(weight_options(options.bias_regularizer, options.bias_constraint)),
      packed_(std::make_shared<PackedWeights>()) {
  check_convolution(*this, filters, kernel_size, options.strides, options.dilation_rate);
  check_output_padding();
  set_activation(options.activation);
  set_activity_regularizer(options.activity_regularizer);
}

void Conv2DTranspose::check_output_padding() const {
  if (!options_.output_padding) return;
  const Size2D added = *options_.output_padding, strides = options_.strides;
  if (added.rows >= 0 && added.columns >= 0 && added.rows < strides.rows && added.columns < strides.columns)
    return;
  fail(fmt::format("output_padding must be from 0 to less than the strides ({}, {}), but received ({}, {}).",
                   strides.rows, strides.columns, added.rows, added.columns));
}

kernels::TapConv Conv2DTranspose::geometry(const Shape& x) const {
  const Size2D strides = options_.strides, dilation = options_.dilation_rate;
  const auto added = [&](int Size2D::*side) {
    return options_.output_padding ? std::optional(*options_.output_padding.*side) : std::nullopt;
  };
  return tap_conv_of(x,
                     transposed_window_axis(*this, x[1], kernel_size_.rows, strides.rows, dilation.rows,
                                            padding_, added(&Size2D::rows)),
                     transposed_window_axis(*this, x[2], kernel_size_.columns, strides.columns,
                                            dilation.columns, padding_, added(&Size2D::columns)),
                     filters_, x[3]);
}

Shape Conv2DTranspose::picture_shape(const Shape& input_shape) const {
  const kernels::TapConv conv = geometry(input_shape);
  return {input_shape[0], conv.rows.large, conv.columns.large, filters_};
}

void Conv2DTranspose::build(const Shape& input_shape) {
  const int channels = fix_channels(input_shape);
  kernel_ = add_weight("kernel", {kernel_size_.rows, kernel_size_.columns, filters_, channels},
                       *kernel_initializer_, kernel_options_);
  if (options_.use_bias) bias_ = add_weight("bias", {filters_}, *bias_initializer_, bias_options_);
}

bool Conv2DTranspose::can_fuse(const Fusion& fusion) const {
  return channels_last() && fusion.upsampling == Size2D(1);
}

View Conv2DTranspose::forward_fused(View x, const Fusion& fusion, Tape& tape) const {
  const Buffer y = tape.allocate(picture_shape(x.shape()));
  convolve({geometry(x.shape()), kernels::Direction::to_large}, {*kernel_, bias_, *packed_}, fusion, x, tape,
           y);
  save_fused(*this, fusion, x, y, tape);
  return y;
}

View Conv2DTranspose::backward_fused(View dy, const Fusion& fusion, Tape& tape) const {
  const auto [x, dz] = restore_fused(*this, fusion, dy, tape);
  return convolve_backward({geometry(x.shape()), kernels::Direction::to_large}, {*kernel_, bias_, *packed_},
                           fusion, x, dz, tape);
}

std::size_t Conv2DTranspose::multiply_adds(const Shape& input_shape) const {
  return input_shape.element_count() / kernels::as_size(kernel_->shape().back()) * kernel_->size();
}

std::shared_ptr<Layer> Conv2DTranspose::clone() const {
  return std::make_shared<Conv2DTranspose>(filters_, kernel_size_, own(options_));
}

}  // namespace keratin::layers
