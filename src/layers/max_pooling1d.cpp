#include "keratin/layers/max_pooling1d.hpp"

#include "layers/common/layer_config.hpp"

namespace keratin::layers {

MaxPooling1D::MaxPooling1D(const MaxPooling1DOptions& options)
    : BasePooling("MaxPooling1D", PoolMode::max, {1, options.pool_size},
                  {1, options.strides == None ? options.pool_size : options.strides}, options),
      options_(options) {}

std::shared_ptr<Layer> MaxPooling1D::clone() const { return std::make_shared<MaxPooling1D>(own(options_)); }

template <class Fields>
void list_fields(Fields& fields, MaxPooling1DOptions& options) {
  fields("pool_size", options.pool_size);
  list_pool_strides(fields, options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
}

Config MaxPooling1D::get_config() const { return write_config(Layer::get_config(), options_); }

std::shared_ptr<Layer> MaxPooling1D::from_config(const Config& config) {
  LayerConfigReader reader(config);
  return std::make_shared<MaxPooling1D>(reader.options<MaxPooling1DOptions>());
}

}  // namespace keratin::layers
