#include "keratin/layers/conv1d.hpp"

#include "layers/common/layer_config.hpp"

namespace keratin::layers {

Conv1D::Conv1D(int filters, int kernel_size, const Conv1DOptions& options)
    : BaseConv("Conv1D", filters,
               {.kernel_size = {1, kernel_size},
                .strides = {1, options.strides},
                .dilation_rate = {1, options.dilation_rate},
                .groups = options.groups},
               options),
      options_(options) {}

std::shared_ptr<Layer> Conv1D::clone() const {
  return std::make_shared<Conv1D>(filters(), kernel_size().columns, own(options_));
}

template <class Fields>
void list_fields(Fields& fields, Conv1DOptions& options) {
  fields("strides", options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
  fields("dilation_rate", options.dilation_rate);
  fields("groups", options.groups);
  list_kernel_and_bias(fields, options);
}

Config Conv1D::get_config() const {
  Config config = Layer::get_config();
  config.set("filters", to_config(filters()));
  config.set("kernel_size", to_config(kernel_size().columns));
  return write_config(std::move(config), options_);
}

std::shared_ptr<Layer> Conv1D::from_config(const Config& config) {
  LayerConfigReader reader(config);
  const auto filters = reader.required<int>("filters");
  const auto kernel_size = reader.required<int>("kernel_size");
  return std::make_shared<Conv1D>(filters, kernel_size, reader.options<Conv1DOptions>());
}

}  // namespace keratin::layers
