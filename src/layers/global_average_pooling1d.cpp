#include "keratin/layers/global_average_pooling1d.hpp"

#include "layers/common/layer_config.hpp"

namespace keratin::layers {

GlobalAveragePooling1D::GlobalAveragePooling1D(const GlobalAveragePooling1DOptions& options)
    : BaseGlobalPooling("GlobalAveragePooling1D", PoolMode::average, options), options_(options) {}

std::shared_ptr<Layer> GlobalAveragePooling1D::clone() const {
  return std::make_shared<GlobalAveragePooling1D>(own(options_));
}

template <class Fields>
void list_fields(Fields& fields, GlobalAveragePooling1DOptions& options) {
  list_data_format(fields, options);
  fields("keepdims", options.keepdims);
}

Config GlobalAveragePooling1D::get_config() const { return write_config(Layer::get_config(), options_); }

std::shared_ptr<Layer> GlobalAveragePooling1D::from_config(const Config& config) {
  LayerConfigReader reader(config);
  return std::make_shared<GlobalAveragePooling1D>(reader.options<GlobalAveragePooling1DOptions>());
}

}  // namespace keratin::layers
