#include "keratin/layers/conv2d_transpose.hpp"

#include "layers/common/layer_config.hpp"

namespace keratin::layers {

Conv2DTranspose::Conv2DTranspose(int filters, Size2D kernel_size, const Conv2DTransposeOptions& options)
    : BaseConv("Conv2DTranspose", filters,
               {.kernel_size = kernel_size,
                .strides = options.strides,
                .dilation_rate = options.dilation_rate,
                .transposed = true,
                .output_padding = options.output_padding},
               options),
      options_(options) {}

std::shared_ptr<Layer> Conv2DTranspose::clone() const {
  return std::make_shared<Conv2DTranspose>(filters(), kernel_size(), own(options_));
}

template <class Fields>
void list_fields(Fields& fields, Conv2DTransposeOptions& options) {
  fields("strides", options.strides);
  fields("padding", options.padding);
  fields("output_padding", options.output_padding);
  list_data_format(fields, options);
  fields("dilation_rate", options.dilation_rate);
  list_kernel_and_bias(fields, options);
}

Config Conv2DTranspose::get_config() const {
  Config config = Layer::get_config();
  config.set("filters", to_config(filters()));
  config.set("kernel_size", to_config(kernel_size()));
  return write_config(std::move(config), options_);
}

std::shared_ptr<Layer> Conv2DTranspose::from_config(const Config& config) {
  LayerConfigReader reader(config);
  reader.only("groups", 1);
  const auto filters = reader.required<int>("filters");
  const auto kernel_size = reader.required<Size2D>("kernel_size", 1);
  return std::make_shared<Conv2DTranspose>(filters, kernel_size, reader.options<Conv2DTransposeOptions>());
}

}  // namespace keratin::layers
