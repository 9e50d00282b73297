#include "keratin/layers/conv1d_transpose.hpp"

#include "layers/common/layer_config.hpp"

namespace keratin::layers {

namespace {

std::optional<Size2D> row_of(std::optional<int> output_padding) {
  if (!output_padding) return {};
  return Size2D(0, *output_padding);
}

}  // namespace

Conv1DTranspose::Conv1DTranspose(int filters, int kernel_size, const Conv1DTransposeOptions& options)
    : BaseConv("Conv1DTranspose", filters,
               {.kernel_size = {1, kernel_size},
                .strides = {1, options.strides},
                .dilation_rate = {1, options.dilation_rate},
                .transposed = true,
                .output_padding = row_of(options.output_padding)},
               options),
      options_(options) {}

std::shared_ptr<Layer> Conv1DTranspose::clone() const {
  return std::make_shared<Conv1DTranspose>(filters(), kernel_size().columns, own(options_));
}

template <class Fields>
void list_fields(Fields& fields, Conv1DTransposeOptions& options) {
  fields("strides", options.strides);
  fields("padding", options.padding);
  fields("output_padding", options.output_padding);
  list_data_format(fields, options);
  fields("dilation_rate", options.dilation_rate);
  list_kernel_and_bias(fields, options);
}

Config Conv1DTranspose::get_config() const {
  Config config = Layer::get_config();
  config.set("filters", to_config(filters()));
  config.set("kernel_size", to_config(kernel_size().columns));
  return write_config(std::move(config), options_);
}

std::shared_ptr<Layer> Conv1DTranspose::from_config(const Config& config) {
  LayerConfigReader reader(config);
  reader.only("groups", 1);
  const auto filters = reader.required<int>("filters");
  const auto kernel_size = reader.required<int>("kernel_size");
  return std::make_shared<Conv1DTranspose>(filters, kernel_size, reader.options<Conv1DTransposeOptions>());
}

}  // namespace keratin::layers
