#include "keratin/layers/average_pooling2d.hpp"

#include "layers/common/layer_config.hpp"

namespace keratin::layers {

AveragePooling2D::AveragePooling2D(Size2D pool_size, const AveragePooling2DOptions& options)
    : BasePooling("AveragePooling2D", PoolMode::average, pool_size,
                  options.strides == Size2D(None) ? pool_size : options.strides, options),
      options_(options) {}

std::shared_ptr<Layer> AveragePooling2D::clone() const {
  return std::make_shared<AveragePooling2D>(pool_size(), own(options_));
}

template <class Fields>
void list_fields(Fields& fields, AveragePooling2DOptions& options) {
  list_pool_strides(fields, options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
}

Config AveragePooling2D::get_config() const {
  Config config = Layer::get_config();
  config.set("pool_size", to_config(pool_size()));
  return write_config(std::move(config), options_);
}

std::shared_ptr<Layer> AveragePooling2D::from_config(const Config& config) {
  LayerConfigReader reader(config);
  const auto pool_size = reader.required<Size2D>("pool_size", 1);
  return std::make_shared<AveragePooling2D>(pool_size, reader.options<AveragePooling2DOptions>());
}

}  // namespace keratin::layers
