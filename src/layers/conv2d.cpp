#include "keratin/layers/conv2d.hpp"

#include "layers/convolution.hpp"
#include "layers/fused.hpp"

namespace keratin::layers {

namespace {

Shape enlarged_shape(const Shape& x, Size2D factor) {
  return {x[0], x[1] * factor.rows, x[2] * factor.columns, x[3]};
}

}  // namespace

Conv2D::Conv2D(int filters, Size2D kernel_size, const Conv2DOptions& options)
    : PictureLayer("Conv2D", options),
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
  check_groups(*this, filters, options.groups);
  set_activation(options.activation);
  set_activity_regularizer(options.activity_regularizer);
}

kernels::TapConv Conv2D::geometry(const Shape& x) const {
  const Size2D strides = options_.strides, dilation = options_.dilation_rate;
  return tap_conv_of(x, window_axis(x[1], kernel_size_.rows, strides.rows, dilation.rows, padding_),
                     window_axis(x[2], kernel_size_.columns, strides.columns, dilation.columns, padding_),
                     x[3] / options_.groups, filters_ / options_.groups);
}

Shape Conv2D::picture_shape(const Shape& input_shape) const {
  const kernels::TapConv conv = geometry(input_shape);
  return {input_shape[0], conv.rows.small, conv.columns.small, filters_};
}

void Conv2D::build(const Shape& input_shape) {
  const int channels = channels_of_group(*this, input_shape, fix_channels(input_shape), options_.groups);
  kernel_ = add_weight("kernel", {kernel_size_.rows, kernel_size_.columns, channels, filters_},
                       *kernel_initializer_, kernel_options_);
  if (options_.use_bias) bias_ = add_weight("bias", {filters_}, *bias_initializer_, bias_options_);
}

bool Conv2D::can_fuse(const Fusion& fusion) const {
  constexpr int most = 8;
  const bool enlarges = fusion.upsampling != Size2D(1);
  if (!channels_last()) return false;
  return !enlarges || (options_.strides == Size2D(1) && options_.dilation_rate == Size2D(1) &&
                       fusion.upsampling.rows <= most && fusion.upsampling.columns <= most);
}

View Conv2D::forward_fused(View x, const Fusion& fusion, Tape& tape) const {
  const Shape enlarged = enlarged_shape(x.shape(), fusion.upsampling);
  const Buffer y = tape.allocate(picture_shape(enlarged));
  convolve({geometry(enlarged), kernels::Direction::to_small}, {*kernel_, bias_, *packed_, options_.groups},
           fusion, x, tape, y);
  save_fused(*this, fusion, x, y, tape);
  return y;
}

View Conv2D::backward_fused(View dy, const Fusion& fusion, Tape& tape) const {
  const auto [x, dz] = restore_fused(*this, fusion, dy, tape);
  const kernels::TapConv conv = geometry(enlarged_shape(x.shape(), fusion.upsampling));
  return convolve_backward({conv, kernels::Direction::to_small}, {*kernel_, bias_, *packed_, options_.groups},
                           fusion, x, dz, tape);
}

std::size_t Conv2D::multiply_adds(const Shape& input_shape) const {
  return compute_output_shape(input_shape).element_count() / kernels::as_size(filters_) * kernel_->size();
}

std::shared_ptr<Layer> Conv2D::clone() const {
  return std::make_shared<Conv2D>(filters_, kernel_size_, own(options_));
}

}  // namespace keratin::layers
