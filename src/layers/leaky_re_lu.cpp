#include "keratin/layers/leaky_re_lu.hpp"

#include <fmt/format.h>

#include <cmath>

#include "kernels/rectify.hpp"

namespace keratin::layers {

LeakyReLU::LeakyReLU(const LeakyReLUOptions& options) : Layer("LeakyReLU", options), options_(options) {
  if (!(options.negative_slope >= 0.0) || std::isinf(options.negative_slope)) {
    fail(
        fmt::format("negative_slope must be 0 or more and finite, but received {}.", options.negative_slope));
  }
}

View LeakyReLU::forward(View x, Tape& tape) const {
  const Buffer y = tape.allocate(x.shape());
  kernels::rectify_leaky(x.size(), static_cast<float>(options_.negative_slope), x.data(), y.data());
  tape.save(*this, {x});
  return y;
}

View LeakyReLU::backward(View dy, Tape& tape) const {
  const auto [x] = tape.restore<1>(*this);
  const Buffer dx = tape.allocate(x.shape());
  const auto slope = static_cast<float>(options_.negative_slope);
  kernels::rectify_leaky_gradient(x.size(), slope, x.data(), dy.data(), dx.data());
  return dx;
}

std::shared_ptr<Layer> LeakyReLU::clone() const { return std::make_shared<LeakyReLU>(own(options_)); }

}  // namespace keratin::layers
