#include "keratin/layers/average_pooling1d.hpp"

#include "layers/common/layer_config.hpp"

namespace keratin::layers {

AveragePooling1D::AveragePooling1D(int pool_size, const AveragePooling1DOptions& options)
    : BasePooling("AveragePooling1D", PoolMode::average, {1, pool_size},
                  {1, options.strides == None ? pool_size : options.strides}, options),
      options_(options) {}

std::shared_ptr<Layer> AveragePooling1D::clone() const {
  return std::make_shared<AveragePooling1D>(pool_size().columns, own(options_));
}

template <class Fields>
void list_fields(Fields& fields, AveragePooling1DOptions& options) {
  list_pool_strides(fields, options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
}

Config AveragePooling1D::get_config() const {
  Config config = Layer::get_config();
  config.set("pool_size", to_config(pool_size().columns));
  return write_config(std::move(config), options_);
}

std::shared_ptr<Layer> AveragePooling1D::from_config(const Config& config) {
  LayerConfigReader reader(config);
  const auto pool_size = reader.required<int>("pool_size");
  return std::make_shared<AveragePooling1D>(pool_size, reader.options<AveragePooling1DOptions>());
}

}  // namespace keratin::layers
