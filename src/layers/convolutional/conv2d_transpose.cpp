#include "keratin/layers/convolutional/conv2d_transpose.hpp"

#include "layers/convolutional/conv_fields.hpp"

namespace keratin::layers {

Conv2DTranspose::Conv2DTranspose(int filters, Size2D kernel_size, const Conv2DTransposeOptions& options)
    : Described("Conv2DTranspose", {filters, kernel_size}, options, filters, windows(kernel_size, options)) {}

template class Described<Conv2DTranspose, BaseConv<4>, Conv2DTransposeOptions, int, Size2D>;

}  // namespace keratin::layers
