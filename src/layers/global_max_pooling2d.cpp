#include "keratin/layers/global_max_pooling2d.hpp"

#include "layers/common/layer_config.hpp"

namespace keratin::layers {

GlobalMaxPooling2D::GlobalMaxPooling2D(const GlobalMaxPooling2DOptions& options)
    : BaseGlobalPooling("GlobalMaxPooling2D", PoolMode::max, options), options_(options) {}

std::shared_ptr<Layer> GlobalMaxPooling2D::clone() const {
  return std::make_shared<GlobalMaxPooling2D>(own(options_));
}

template <class Fields>
void list_fields(Fields& fields, GlobalMaxPooling2DOptions& options) {
  list_data_format(fields, options);
  fields("keepdims", options.keepdims);
}

Config GlobalMaxPooling2D::get_config() const { return write_config(Layer::get_config(), options_); }

std::shared_ptr<Layer> GlobalMaxPooling2D::from_config(const Config& config) {
  LayerConfigReader reader(config);
  return std::make_shared<GlobalMaxPooling2D>(reader.options<GlobalMaxPooling2DOptions>());
}

}  // namespace keratin::layers
