#include "keratin/layers/activation/elu.hpp"

#include <fmt/format.h>

#include <cmath>

#include "kernels/rectify.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

ELU::ELU(const ELUOptions& options) : Described("ELU", {}, options) {
  if (!std::isfinite(options.alpha))
    fail(fmt::format("alpha must be finite, but received {}.", options.alpha));
}

ELU::ELU(double alpha, const ELUOptions& options) : ELU(options_with(&ELUOptions::alpha, alpha, options)) {}

View ELU::forward(View x, Tape& tape) const {
  const Buffer y = tape.allocate(x.shape());
  kernels::rectify_exponential(x.size(), static_cast<float>(options_.alpha), x.data(), y.data());
  tape.save(*this, {x, y});
  return y;
}

View ELU::backward(View dy, Tape& tape) const {
  const auto [x, y] = tape.restore<2>(*this);
  const Buffer dx = tape.allocate(x.shape());
  const auto alpha = static_cast<float>(options_.alpha);
  kernels::rectify_exponential_gradient(x.size(), alpha, x.data(), y.data(), dy.data(), dx.data());
  return dx;
}

template <class Fields>
void list_fields(Fields& fields, ELUOptions& options) {
  fields("alpha", options.alpha);
}

template class Described<ELU, Layer, ELUOptions>;

}  // namespace keratin::layers
