#include "keratin/layers/global_max_pooling1d.hpp"

#include "layers/common/layer_config.hpp"

namespace keratin::layers {

GlobalMaxPooling1D::GlobalMaxPooling1D(const GlobalMaxPooling1DOptions& options)
    : BaseGlobalPooling("GlobalMaxPooling1D", PoolMode::max, options), options_(options) {}

std::shared_ptr<Layer> GlobalMaxPooling1D::clone() const {
  return std::make_shared<GlobalMaxPooling1D>(own(options_));
}

template <class Fields>
void list_fields(Fields& fields, GlobalMaxPooling1DOptions& options) {
  list_data_format(fields, options);
  fields("keepdims", options.keepdims);
}

Config GlobalMaxPooling1D::get_config() const { return write_config(Layer::get_config(), options_); }

std::shared_ptr<Layer> GlobalMaxPooling1D::from_config(const Config& config) {
  LayerConfigReader reader(config);
  return std::make_shared<GlobalMaxPooling1D>(reader.options<GlobalMaxPooling1DOptions>());
}

}  // namespace keratin::layers
