#include "keratin/layers/elu.hpp"

#include <fmt/format.h>

#include <cmath>

#include "kernels/rectify.hpp"
#include "layers/common/layer_config.hpp"

namespace keratin::layers {

ELU::ELU(const ELUOptions& options) : Layer("ELU", options), options_(options) {
  if (!std::isfinite(options.alpha))
    fail(fmt::format("alpha must be finite, but received {}.", options.alpha));
}

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

std::shared_ptr<Layer> ELU::clone() const { return std::make_shared<ELU>(own(options_)); }

template <class Fields>
void list_fields(Fields& fields, ELUOptions& options) {
  fields("alpha", options.alpha);
}

Config ELU::get_config() const { return write_config(Layer::get_config(), options_); }

std::shared_ptr<Layer> ELU::from_config(const Config& config) {
  LayerConfigReader reader(config);
  return std::make_shared<ELU>(reader.options<ELUOptions>());
}

}  // namespace keratin::layers
