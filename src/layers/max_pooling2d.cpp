#include "keratin/layers/max_pooling2d.hpp"

#include "layers/common/layer_config.hpp"

namespace keratin::layers {

template <int>
MaxPooling2D::MaxPooling2D(const MaxPooling2DOptions& options)
    : BasePooling("MaxPooling2D", PoolMode::max, options.pool_size,
                  options.strides == Size2D(None) ? options.pool_size : options.strides, options),
      options_(options) {}

template MaxPooling2D::MaxPooling2D(const MaxPooling2DOptions&);

std::shared_ptr<Layer> MaxPooling2D::clone() const { return std::make_shared<MaxPooling2D>(own(options_)); }

template <class Fields>
void list_fields(Fields& fields, MaxPooling2DOptions& options) {
  fields("pool_size", options.pool_size);
  list_pool_strides(fields, options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
}

Config MaxPooling2D::get_config() const { return write_config(Layer::get_config(), options_); }

std::shared_ptr<Layer> MaxPooling2D::from_config(const Config& config) {
  LayerConfigReader reader(config);
  return std::make_shared<MaxPooling2D>(reader.options<MaxPooling2DOptions>());
}

}  // namespace keratin::layers
