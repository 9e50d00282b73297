#include "keratin/layers/dense.hpp"

#include <fmt/format.h>

#include "kernels/gemm.hpp"
#include "kernels/reduce.hpp"

namespace keratin::layers {

namespace {

LayerOptions layer_options(const DenseOptions& options) {
  return {options.input_dim != 0 ? Shape{options.input_dim} : options.input_shape, options.name,
          options.trainable};
}

}  // namespace

Dense::Dense(int units, const DenseOptions& options)
    : Layer("Dense", layer_options(options)),
      units_(units),
      options_(options),
      kernel_initializer_(initializers::get(options.kernel_initializer)),
      bias_initializer_(initializers::get(options.bias_initializer)) {
  if (units <= 0) fail(fmt::format("units must be positive, but received {}.", units));
  set_activation(options.activation);
  set_input_spec({.min_rank = 2});
}

Shape Dense::compute_output_shape(const Shape& input_shape) const {
  Shape output_shape = input_shape;
  output_shape[-1] = units_;
  return output_shape;
}

void Dense::build(const Shape& input_shape) {
  const int inputs = input_shape.back();
  if (inputs == None)
    fail(fmt::format("the last dimension of its input must be known, but received shape {}.",
                     to_string(input_shape)));
  kernel_ = add_weight("kernel", {inputs, units_}, *kernel_initializer_);
  if (options_.use_bias) bias_ = add_weight("bias", {units_}, *bias_initializer_);
  set_input_spec({.min_rank = 2, .axes = {{-1, inputs}}});
}

View Dense::forward(View x, Tape& tape) const {
  const auto inputs = static_cast<std::size_t>(x.shape().back()), units = static_cast<std::size_t>(units_);
  const Buffer y = tape.allocate(compute_output_shape(x.shape()));
  kernels::parallel_gemm(y.size() / units, units, inputs, {x.data(), inputs}, {kernel_->data(), units},
                         y.data(), units);
  if (bias_ != nullptr) kernels::add_bias(y.size() / units, units, bias_->data(), y.data());
  tape.save(*this, {x});
  return y;
}

View Dense::backward(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  const auto inputs = static_cast<std::size_t>(x.shape().back()), units = static_cast<std::size_t>(units_);
  const std::size_t rows = dy.size() / units;
  if (const Buffer gradient = tape.gradient(*kernel_); !gradient.empty()) {
    kernels::parallel_gemm(inputs, units, rows, {x.data(), inputs, true}, {dy.data(), units}, gradient.data(),
                           units, true);
  }
  if (bias_ != nullptr) {
    const Buffer gradient = tape.gradient(*bias_);
    if (!gradient.empty()) kernels::add_column_sums(rows, units, dy.data(), gradient.data());
  }
  if (!tape.needs_input_gradient()) return {};
  const Buffer dx = tape.allocate(x.shape());
  kernels::parallel_gemm(rows, inputs, units, {dy.data(), units}, {kernel_->data(), units, true}, dx.data(),
                         inputs);
  return dx;
}

std::size_t Dense::multiply_adds(const Shape& input_shape) const {
  return compute_output_shape(input_shape).element_count() * static_cast<std::size_t>(input_shape.back());
}

std::shared_ptr<Layer> Dense::clone() const { return std::make_shared<Dense>(units_, own(options_)); }

}  // namespace keratin::layers
