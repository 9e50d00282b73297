#include "keratin/layers/convolutional/conv1d.hpp"

#include "layers/convolutional/conv_fields.hpp"

namespace keratin::layers {

Conv1D::Conv1D(int filters, int kernel_size, const Conv1DOptions& options)
    : Described("Conv1D", {filters, kernel_size}, options, filters, windows(kernel_size, options)) {}

template class Described<Conv1D, BaseConv<3>, Conv1DOptions, int, int>;

}  // namespace keratin::layers
