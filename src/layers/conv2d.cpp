#include "keratin/layers/conv2d.hpp"

#include "layers/convolution.hpp"

namespace keratin::layers {

Conv2D::Conv2D(int filters, Size2D kernel_size, const Conv2DOptions& options)
    : Layer("Conv2D", options),
      filters_(filters),
      kernel_size_(kernel_size),
      options_(options),
      padding_(parse_padding(*this, options.padding)),
      kernel_initializer_(initializers::get(options.kernel_initializer)),
      bias_initializer_(initializers::get(options.bias_initializer)) {
  check_convolution(*this, filters, kernel_size, options.strides, options.dilation_rate);
  set_activation(options.activation);
  set_input_spec({.rank = 4});
}

kernels::TapConv Conv2D::geometry(const Shape& x) const {
  const Size2D strides = options_.strides, dilation = options_.dilation_rate;
  return tap_conv_of(x, window_axis(x[1], kernel_size_.rows, strides.rows, dilation.rows, padding_),
                     window_axis(x[2], kernel_size_.columns, strides.columns, dilation.columns, padding_),
                     x[3], filters_);
}

Shape Conv2D::compute_output_shape(const Shape& input_shape) const {
  const kernels::TapConv conv = geometry(input_shape);
  return {input_shape[0], conv.rows.small, conv.columns.small, filters_};
}

void Conv2D::build(const Shape& input_shape) {
  const int channels = known_channels(*this, input_shape);
  kernel_ = add_weight("kernel", {kernel_size_.rows, kernel_size_.columns, channels, filters_},
                       *kernel_initializer_);
  if (options_.use_bias) bias_ = add_weight("bias", {filters_}, *bias_initializer_);
  set_input_spec({.rank = 4, .axes = {{-1, channels}}});
}

View Conv2D::forward(View x, Tape& tape) const {
  const Buffer y = tape.allocate(compute_output_shape(x.shape()));
  kernels::tap_conv(geometry(x.shape()), x.data(), kernel_->data(), bias_ ? bias_->data() : nullptr,
                    y.data());
  tape.save(*this, {x});
  return y;
}

View Conv2D::backward(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  const kernels::TapConv conv = geometry(x.shape());
  const Buffer gradient = tape.gradient(*kernel_);
  if (!gradient.empty()) kernels::add_kernel_gradient(conv, x.data(), dy.data(), gradient.data());
  add_bias_gradient(tape, bias_, dy);
  if (!tape.needs_input_gradient()) return {};
  const Buffer dx = tape.allocate(x.shape());
  kernels::tap_conv_transpose(conv, dy.data(), kernel_->data(), nullptr, dx.data());
  return dx;
}

std::size_t Conv2D::multiply_adds(const Shape& input_shape) const {
  const Shape output_shape = compute_output_shape(input_shape);
  return Shape{output_shape[0], output_shape[1], output_shape[2]}.element_count() * kernel_->size();
}

std::shared_ptr<Layer> Conv2D::clone() const {
  return std::make_shared<Conv2D>(filters_, kernel_size_, own(options_));
}

}  // namespace keratin::layers
