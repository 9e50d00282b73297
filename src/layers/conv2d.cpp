#include "keratin/layers/conv2d.hpp"

#include "layers/common/layer_config.hpp"

namespace keratin::layers {

Conv2D::Conv2D(int filters, Size2D kernel_size, const Conv2DOptions& options)
    : BaseConv("Conv2D", filters,
               {.kernel_size = kernel_size,
                .strides = options.strides,
                .dilation_rate = options.dilation_rate,
                .groups = options.groups},
               options),
      options_(options) {}

std::shared_ptr<Layer> Conv2D::clone() const {
  return std::make_shared<Conv2D>(filters(), kernel_size(), own(options_));
}

template <class Fields>
void list_fields(Fields& fields, Conv2DOptions& options) {
  fields("strides", options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
  fields("dilation_rate", options.dilation_rate);
  fields("groups", options.groups);
  list_kernel_and_bias(fields, options);
}

Config Conv2D::get_config() const {
  Config config = Layer::get_config();
  config.set("filters", to_config(filters()));
  config.set("kernel_size", to_config(kernel_size()));
  return write_config(std::move(config), options_);
}

std::shared_ptr<Layer> Conv2D::from_config(const Config& config) {
  LayerConfigReader reader(config);
  const auto filters = reader.required<int>("filters");
  const auto kernel_size = reader.required<Size2D>("kernel_size", 1);
  return std::make_shared<Conv2D>(filters, kernel_size, reader.options<Conv2DOptions>());
}

}  // namespace keratin::layers
