#include "keratin/layers/convolutional/conv3d.hpp"

#include "layers/convolutional/conv_fields.hpp"

namespace keratin::layers {

Conv3D::Conv3D(int filters, Size3D kernel_size, const Conv3DOptions& options)
    : Described("Conv3D", {filters, kernel_size}, options, filters, windows(kernel_size, options)) {}

template class Described<Conv3D, BaseConv<5>, Conv3DOptions, int, Size3D>;

}  // namespace keratin::layers
