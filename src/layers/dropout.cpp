#include "keratin/layers/dropout.hpp"

#include "layers/common/layer_config.hpp"
#include "random/stateless.hpp"

namespace keratin::layers {

Dropout::Dropout(double rate, const DropoutOptions& options)
    : RandomLayer("Dropout", options), rate_(rate), options_(options) {
  check_share("rate", rate);
  set_noise_shape(options.noise_shape);
  if (rate > 0.0) start_drawing(options.seed);
}

void Dropout::draw(const random::StatelessSeed& seed, std::size_t begin, std::size_t count,
                   float* out) const {
  random::dropout_mask(seed, rate_, begin, count, out);
}

std::shared_ptr<Layer> Dropout::clone() const { return std::make_shared<Dropout>(rate_, own(options_)); }

template <class Fields>
void list_fields(Fields& fields, DropoutOptions& options) {
  fields("noise_shape", options.noise_shape);
  fields("seed", options.seed);
}

Config Dropout::get_config() const {
  Config config = Layer::get_config();
  config.set("rate", to_config(rate_));
  return write_config(std::move(config), options_);
}

std::shared_ptr<Layer> Dropout::from_config(const Config& config) {
  LayerConfigReader reader(config);
  const auto rate = reader.required<double>("rate");
  return std::make_shared<Dropout>(rate, reader.options<DropoutOptions>());
}

}  // namespace keratin::layers
