#include "keratin/layers/conv2d.hpp"

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

}  // namespace keratin::layers
