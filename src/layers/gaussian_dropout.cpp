#include "keratin/layers/gaussian_dropout.hpp"

#include <cmath>

#include "layers/common/layer_config.hpp"
#include "random/stateless.hpp"

namespace keratin::layers {

GaussianDropout::GaussianDropout(double rate, const GaussianDropoutOptions& options)
    : RandomLayer("GaussianDropout", options), rate_(rate), options_(options) {
  check_share_below_one("rate", rate);
  if (rate > 0.0) start_drawing(options.seed);
}

void GaussianDropout::draw(const random::StatelessSeed& seed, std::size_t begin, std::size_t count,
                           float* out) const {
  random::stateless_normal(seed, begin, count, out, 1.0f,
                           static_cast<float>(std::sqrt(rate_ / (1.0 - rate_))));
}

std::shared_ptr<Layer> GaussianDropout::clone() const {
  return std::make_shared<GaussianDropout>(rate_, own(options_));
}

template <class Fields>
void list_fields(Fields& fields, GaussianDropoutOptions& options) {
  fields("seed", options.seed);
}

Config GaussianDropout::get_config() const {
  Config config = Layer::get_config();
  config.set("rate", to_config(rate_));
  return write_config(std::move(config), options_);
}

std::shared_ptr<Layer> GaussianDropout::from_config(const Config& config) {
  LayerConfigReader reader(config);
  const auto rate = reader.required<double>("rate");
  return std::make_shared<GaussianDropout>(rate, reader.options<GaussianDropoutOptions>());
}

}  // namespace keratin::layers
