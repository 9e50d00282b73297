#include "keratin/layers/core/dense.hpp"

#include <fmt/format.h>

#include "engine/packed_weights.hpp"
#include "kernels/gemm.hpp"
#include "kernels/multiply.hpp"
#include "layers/common/dimension.hpp"
#include "layers/common/fused.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

DenseOptions with_input_shape(DenseOptions options) {
  if (options.input_dim != 0) options.input_shape = {options.input_dim};
  return options;
}

}  // namespace

Dense::Dense(int units, const DenseOptions& options)
    : Described("Dense", {units}, with_input_shape(options)),
      units_(units),
      kernel_initializer_(initializers::get(options.kernel_initializer)),
      bias_initializer_(initializers::get(options.bias_initializer)),
      kernel_options_(weight_options(options.kernel_regularizer, options.kernel_constraint)),
      bias_options_(weight_options(options.bias_regularizer, options.bias_constraint)),
      packed_(std::make_shared<PackedWeights>()) {
  if (units <= 0) fail(fmt::format("units must be positive, but received {}.", units));
  set_activation(options.activation);
  set_activity_regularizer(options.activity_regularizer);
  set_input_spec({.min_rank = 2});
}

Shape Dense::compute_output_shape(const Shape& input_shape) const {
  Shape output_shape = input_shape;
  output_shape[-1] = units_;
  return output_shape;
}

void Dense::build(const Shape& input_shape) {
  const int inputs = input_shape.back();
  if (inputs == None) fail_open(*this, "the last dimension of its input", input_shape);
  kernel_ = add_weight("kernel", {inputs, units_}, kernel_initializer_, kernel_options_);
  if (options_.use_bias) bias_ = add_weight("bias", {units_}, bias_initializer_, bias_options_);
  set_input_spec({.min_rank = 2, .axes = {{-1, inputs}}});
}

bool Dense::can_fuse(const Fusion& fusion) const { return fusion.upsampling == Size2D(1) && !fusion.is_part; }

/// The kernel, or its transpose for the gradient, packed in panels.
const float* Dense::packed_kernel(const kernels::Panels& panels, bool forward, const Fusion& fusion,
                                  Tape& tape) const {
  return packed_->get(
      packed_key(forward ? 0 : 1, fusion), panels.size(), *kernel_, tape,
      [&] { return packed_stamp(*kernel_, bias_, fusion); },
      [&](float* packed) {
        const ScaledWeights weights =
            scaled_weights(fusion, kernel_->data(), kernel_->size(), 1,
                           bias_ == nullptr ? nullptr : bias_->data(), panels.channels);
        kernels::pack_matrix(panels, weights.kernel, !forward, forward ? weights.bias : nullptr, packed);
      });
}

View Dense::forward_fused(View x, const Fusion& fusion, Tape& tape) const {
  const auto inputs = static_cast<std::size_t>(x.shape().back()), units = static_cast<std::size_t>(units_);
  const Buffer y = allocate_output(*this, compute_output_shape(x.shape()), fusion, tape);
  const kernels::Panels panels{inputs, units};
  kernels::multiply_matrix(y.size() / units, x.data(), panels, packed_kernel(panels, true, fusion, tape),
                           epilogue_of(fusion), y.data());
  save_fused(*this, fusion, x, y, tape);
  return y;
}

View Dense::backward_fused(View dy, const Fusion& fusion, Tape& tape) const {
  const auto [x, dz] = restore_fused(*this, fusion, dy, tape);
  const auto inputs = static_cast<std::size_t>(x.shape().back()), units = static_cast<std::size_t>(units_);
  const std::size_t rows = dz.size() / units;
  if (const Buffer gradient = tape.gradient(*kernel_); !gradient.empty()) {
    kernels::parallel_gemm(inputs, units, rows, {x.data(), inputs, true}, {dz.data(), units}, gradient.data(),
                           units, true);
  }
  add_bias_gradient(tape, bias_, dz);
  if (!tape.needs_input_gradient()) return {};
  const Buffer dx = tape.allocate(x.shape());
  const kernels::Panels panels{units, inputs};
  kernels::multiply_matrix(rows, dz.data(), panels, packed_kernel(panels, false, {}, tape), {}, dx.data());
  return dx;
}

std::size_t Dense::multiply_adds(const Shape& input_shape) const {
  return compute_output_shape(input_shape).element_count() * static_cast<std::size_t>(input_shape.back());
}

template <class Fields>
void list_fields(Fields& fields, int& units, DenseOptions& options) {
  fields.required("units", units);
  list_kernel_and_bias(fields, options);
}

template class Described<Dense, FusingLayer, DenseOptions, int>;

}  // namespace keratin::layers
