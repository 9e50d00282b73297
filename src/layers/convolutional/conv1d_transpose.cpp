#include "keratin/layers/convolutional/conv1d_transpose.hpp"

#include "layers/convolutional/conv_fields.hpp"

namespace keratin::layers {

Conv1DTranspose::Conv1DTranspose(int filters, int kernel_size, const Conv1DTransposeOptions& options)
    : Described("Conv1DTranspose", {filters, kernel_size}, options, filters, windows(kernel_size, options)) {}

template class Described<Conv1DTranspose, BaseConv<3>, Conv1DTransposeOptions, int, int>;

}  // namespace keratin::layers
