#include "keratin/layers/convolutional/conv2d_transpose.hpp"

#include "layers/common/volume.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

Conv2DTranspose::Conv2DTranspose(int filters, Size2D kernel_size, const Conv2DTransposeOptions& options)
    : Described("Conv2DTranspose", {filters, kernel_size}, options, filters,
                ConvWindows{.kernel_size = volume_size(kernel_size),
                            .strides = volume_size(options.strides),
                            .dilation_rate = volume_size(options.dilation_rate),
                            .transposed = true,
                            .output_padding = volume_padding(options.output_padding)}) {}

template <class Fields>
void list_fields(Fields& fields, int& filters, Size2D& kernel_size, Conv2DTransposeOptions& options) {
  fields.required("filters", filters);
  fields.required("kernel_size", kernel_size);
  fields.only("groups", 1);
  fields("strides", options.strides);
  fields("padding", options.padding);
  fields("output_padding", options.output_padding);
  list_data_format(fields, options);
  fields("dilation_rate", options.dilation_rate);
  list_kernel_and_bias(fields, options);
}

template class Described<Conv2DTranspose, BaseConv<4>, Conv2DTransposeOptions, int, Size2D>;

}  // namespace keratin::layers
