#include "keratin/layers/conv2d_transpose.hpp"

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

}  // namespace keratin::layers
