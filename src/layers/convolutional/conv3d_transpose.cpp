#include "keratin/layers/convolutional/conv3d_transpose.hpp"

#include "layers/common/volume.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

Conv3DTranspose::Conv3DTranspose(int filters, Size3D kernel_size, const Conv3DTransposeOptions& options)
    : Described("Conv3DTranspose", {filters, kernel_size}, options, filters,
                ConvWindows{.kernel_size = volume_size(kernel_size),
                            .strides = volume_size(options.strides),
                            .dilation_rate = volume_size(options.dilation_rate),
                            .transposed = true,
                            .output_padding = volume_padding(options.output_padding)}) {}

template <class Fields>
void list_fields(Fields& fields, int& filters, Size3D& kernel_size, Conv3DTransposeOptions& options) {
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

template class Described<Conv3DTranspose, BaseConv<5>, Conv3DTransposeOptions, int, Size3D>;

}  // namespace keratin::layers
