#include "keratin/layers/conv1d_transpose.hpp"

#include <fmt/format.h>

#include "layers/convolution.hpp"
#include "layers/data_format.hpp"
#include "layers/fused.hpp"
#include "layers/sequence.hpp"

namespace keratin::layers {

Conv1DTranspose::Conv1DTranspose(int filters, int kernel_size, const Conv1DTransposeOptions& options)
    : PictureLayer("Conv1DTranspose", options),
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
  const int added = options.output_padding.value_or(0);
  if (added < 0 || added >= options.strides) {
    fail(fmt::format("output_padding must be from 0 to less than the strides {}, but received {}.",
                     options.strides, added));
  }
  set_activation(options.activation);
  set_activity_regularizer(options.activity_regularizer);
}

kernels::TapConv Conv1DTranspose::geometry(const Shape& x) const {
  return tap_conv_of(x, one_row,
                     transposed_window_axis(*this, x[1], kernel_size_, options_.strides,
                                            options_.dilation_rate, padding_, options_.output_padding),
                     filters_, x[2]);
}

Shape Conv1DTranspose::picture_shape(const Shape& input_shape) const {
  return {input_shape[0], geometry(input_shape).columns.large, filters_};
}

void Conv1DTranspose::build(const Shape& input_shape) {
  const int channels = fix_channels(input_shape);
  kernel_ = add_weight("kernel", {kernel_size_, filters_, channels}, *kernel_initializer_, kernel_options_);
  if (options_.use_bias) bias_ = add_weight("bias", {filters_}, *bias_initializer_, bias_options_);
}

bool Conv1DTranspose::can_fuse(const Fusion& fusion) const {
  return channels_last() && fusion.upsampling == Size2D(1);
}

View Conv1DTranspose::forward_fused(View x, const Fusion& fusion, Tape& tape) const {
  const Buffer y = tape.allocate(picture_shape(x.shape()));
  convolve({geometry(x.shape()), kernels::Direction::to_large}, {*kernel_, bias_, *packed_}, fusion, x, tape,
           y);
  save_fused(*this, fusion, x, y, tape);
  return y;
}

View Conv1DTranspose::backward_fused(View dy, const Fusion& fusion, Tape& tape) const {
  const auto [x, dz] = restore_fused(*this, fusion, dy, tape);
  return convolve_backward({geometry(x.shape()), kernels::Direction::to_large}, {*kernel_, bias_, *packed_},
                           fusion, x, dz, tape);
}

std::size_t Conv1DTranspose::multiply_adds(const Shape& input_shape) const {
  return input_shape.element_count() / kernels::as_size(kernel_->shape().back()) * kernel_->size();
}

std::shared_ptr<Layer> Conv1DTranspose::clone() const {
  return std::make_shared<Conv1DTranspose>(filters_, kernel_size_, own(options_));
}

}  // namespace keratin::layers
