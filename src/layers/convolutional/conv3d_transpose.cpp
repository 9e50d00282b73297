#include "keratin/layers/convolutional/conv3d_transpose.hpp"

#include "layers/convolutional/conv_fields.hpp"

namespace keratin::layers {

Conv3DTranspose::Conv3DTranspose(int filters, Size3D kernel_size, const Conv3DTransposeOptions& options)
    : Described("Conv3DTranspose", {filters, kernel_size}, options, filters, windows(kernel_size, options)) {}

template class Described<Conv3DTranspose, BaseConv<5>, Conv3DTransposeOptions, int, Size3D>;

}  // namespace keratin::layers
