#include "keratin/layers/conv1d_transpose.hpp"

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

}  // namespace keratin::layers
