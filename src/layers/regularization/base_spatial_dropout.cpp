#include "keratin/layers/regularization/base_spatial_dropout.hpp"

#include "layers/common/data_format.hpp"
#include "random/stateless.hpp"

namespace keratin {

void BaseSpatialDropout::start(int rank, const std::string& data_format, std::optional<std::int64_t> seed) {
  check_share("rate", rate_);
  set_input_spec({.rank = rank});
  const bool channels_last = layers::parse_data_format(*this, data_format) == DataFormat::channels_last;
  Shape noise_shape{None, channels_last ? 1 : None};
  while (noise_shape.rank() < rank) noise_shape.push_back(1);
  if (channels_last) noise_shape[-1] = None;
  set_noise_shape(noise_shape);
  if (rate_ > 0.0) start_drawing(seed);
}

void BaseSpatialDropout::draw(const random::StatelessSeed& seed, std::size_t begin, std::size_t count,
                              float* out) const {
  random::dropout_mask(seed, rate_, begin, count, out);
}

Config BaseSpatialDropout::get_config() const {
  const Config all = Layer::get_config();
  Config config = Config::entries();
  for (const auto& [name, value] : *all.as<Config::Entries>()) {
    if (name != "trainable") config.set(name, value);
  }
  return config;
}

}  // namespace keratin
