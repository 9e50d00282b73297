#include "keratin/layers/convolutional/conv2d.hpp"

#include "layers/convolutional/conv_fields.hpp"

namespace keratin::layers {

Conv2D::Conv2D(int filters, Size2D kernel_size, const Conv2DOptions& options)
    : Described("Conv2D", {filters, kernel_size}, options, filters, windows(kernel_size, options)) {}

template class Described<Conv2D, BaseConv<4>, Conv2DOptions, int, Size2D>;

}  // namespace keratin::layers
