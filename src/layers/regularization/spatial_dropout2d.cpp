#include "keratin/layers/regularization/spatial_dropout2d.hpp"

#include "layers/common/data_format.hpp"
#include "layers/described.hpp"
#include "random/stateless.hpp"

namespace keratin::layers {

SpatialDropout2D::SpatialDropout2D(double rate, const SpatialDropout2DOptions& options)
    : Described("SpatialDropout2D", {rate}, options), rate_(rate) {
  check_share("rate", rate);
  set_input_spec({.rank = 4});
  const bool channels_last = parse_data_format(*this, options.data_format) == DataFormat::channels_last;
  set_noise_shape(channels_last ? Shape{None, 1, 1, None} : Shape{None, None, 1, 1});
  if (rate > 0.0) start_drawing(options.seed);
}

void SpatialDropout2D::draw(const random::StatelessSeed& seed, std::size_t begin, std::size_t count,
                            float* out) const {
  random::dropout_mask(seed, rate_, begin, count, out);
}

template <class Fields>
void list_fields(Fields& fields, double& rate, SpatialDropout2DOptions& options) {
  fields.required("rate", rate);
  list_data_format(fields, options);
  fields("seed", options.seed);
}

template class Described<SpatialDropout2D, RandomLayer, SpatialDropout2DOptions, double>;

/// Keras's class has no `trainable`.
Config SpatialDropout2D::get_config() const {
  const Config all = Described::get_config();
  Config config = Config::entries();
  for (const auto& [name, value] : *all.as<Config::Entries>()) {
    if (name != "trainable") config.set(name, value);
  }
  return config;
}

}  // namespace keratin::layers
