#include "keratin/layers/global_average_pooling2d.hpp"

#include "layers/common/layer_config.hpp"

namespace keratin::layers {

GlobalAveragePooling2D::GlobalAveragePooling2D(const GlobalAveragePooling2DOptions& options)
    : BaseGlobalPooling("GlobalAveragePooling2D", PoolMode::average, options), options_(options) {}

std::shared_ptr<Layer> GlobalAveragePooling2D::clone() const {
  return std::make_shared<GlobalAveragePooling2D>(own(options_));
}

template <class Fields>
void list_fields(Fields& fields, GlobalAveragePooling2DOptions& options) {
  list_data_format(fields, options);
  fields("keepdims", options.keepdims);
}

Config GlobalAveragePooling2D::get_config() const { return write_config(Layer::get_config(), options_); }

std::shared_ptr<Layer> GlobalAveragePooling2D::from_config(const Config& config) {
  LayerConfigReader reader(config);
  return std::make_shared<GlobalAveragePooling2D>(reader.options<GlobalAveragePooling2DOptions>());
}

}  // namespace keratin::layers
