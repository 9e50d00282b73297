#include "keratin/layers/conv1d.hpp"

#include "layers/convolution.hpp"
#include "layers/fused.hpp"
#include "layers/sequence.hpp"

namespace keratin::layers {

namespace {

Shape enlarged_shape(const Shape& x, Size2D factor) { return {x[0], x[1] * factor.columns, x[2]}; }

}  // namespace

Conv1D::Conv1D(int filters, int kernel_size, const Conv1DOptions& options)
    : PictureLayer("Conv1D", options),
      filters_(filters),
      kernel_size_(kernel_size),
      options_(options),
      padding_(parse_padding(*this, options.padding, Causal::known)),
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

kernels::TapConv Conv1D::geometry(const Shape& x) const {
  return tap_conv_of(x, one_row,
                     window_axis(x[1], kernel_size_, options_.strides, options_.dilation_rate, padding_),
                     x[2] / options_.groups, filters_ / options_.groups);
}

Shape Conv1D::picture_shape(const Shape& input_shape) const {
  return {input_shape[0], geometry(input_shape).columns.small, filters_};
}

void Conv1D::build(const Shape& input_shape) {
  const int channels = channels_of_group(*this, input_shape, fix_channels(input_shape), options_.groups);
  kernel_ = add_weight("kernel", {kernel_size_, channels, filters_}, *kernel_initializer_, kernel_options_);
  if (options_.use_bias) bias_ = add_weight("bias", {filters_}, *bias_initializer_, bias_options_);
}

bool Conv1D::can_fuse(const Fusion& fusion) const {
  constexpr int most = 8;
  const Size2D factor = fusion.upsampling;
  if (!channels_last()) return false;
  return factor == Size2D(1) ||
         (factor.rows == 1 && factor.columns <= most && options_.strides == 1 && options_.dilation_rate == 1);
}

View Conv1D::forward_fused(View x, const Fusion& fusion, Tape& tape) const {
  const Shape enlarged = enlarged_shape(x.shape(), fusion.upsampling);
  const Buffer y = tape.allocate(picture_shape(enlarged));
  convolve({geometry(enlarged), kernels::Direction::to_small}, {*kernel_, bias_, *packed_, options_.groups},
           fusion, x, tape, y);
  save_fused(*this, fusion, x, y, tape);
  return y;
}

View Conv1D::backward_fused(View dy, const Fusion& fusion, Tape& tape) const {
  const auto [x, dz] = restore_fused(*this, fusion, dy, tape);
  const kernels::TapConv conv = geometry(enlarged_shape(x.shape(), fusion.upsampling));
  return convolve_backward({conv, kernels::Direction::to_small}, {*kernel_, bias_, *packed_, options_.groups},
                           fusion, x, dz, tape);
}

std::size_t Conv1D::multiply_adds(const Shape& input_shape) const {
  return compute_output_shape(input_shape).element_count() / kernels::as_size(filters_) * kernel_->size();
}

std::shared_ptr<Layer> Conv1D::clone() const {
  return std::make_shared<Conv1D>(filters_, kernel_size_, own(options_));
}

}  // namespace keratin::layers
