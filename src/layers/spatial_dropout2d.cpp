#include "keratin/layers/spatial_dropout2d.hpp"

#include "layers/common/data_format.hpp"
#include "layers/common/layer_config.hpp"
#include "random/stateless.hpp"

namespace keratin::layers {

SpatialDropout2D::SpatialDropout2D(double rate, const SpatialDropout2DOptions& options)
    : RandomLayer("SpatialDropout2D", options), rate_(rate), options_(options) {
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

std::shared_ptr<Layer> SpatialDropout2D::clone() const {
  return std::make_shared<SpatialDropout2D>(rate_, own(options_));
}

template <class Fields>
void list_fields(Fields& fields, SpatialDropout2DOptions& options) {
  list_data_format(fields, options);
  fields("seed", options.seed);
}

/// Keras's class takes no `trainable`.
Config SpatialDropout2D::get_config() const {
  Config config = Config::entries({{"name", name()}, {"dtype", "float32"}, {"rate", rate_}});
  return write_config(std::move(config), options_);
}

std::shared_ptr<Layer> SpatialDropout2D::from_config(const Config& config) {
  LayerConfigReader reader(config);
  const auto rate = reader.required<double>("rate");
  return std::make_shared<SpatialDropout2D>(rate, reader.options<SpatialDropout2DOptions>());
}

}  // namespace keratin::layers
