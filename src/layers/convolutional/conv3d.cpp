#include "keratin/layers/convolutional/conv3d.hpp"

#include "layers/common/volume.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

Conv3D::Conv3D(int filters, Size3D kernel_size, const Conv3DOptions& options)
    : Described("Conv3D", {filters, kernel_size}, options, filters,
                ConvWindows{.kernel_size = volume_size(kernel_size),
                            .strides = volume_size(options.strides),
                            .dilation_rate = volume_size(options.dilation_rate),
                            .groups = options.groups}) {}

template <class Fields>
void list_fields(Fields& fields, int& filters, Size3D& kernel_size, Conv3DOptions& options) {
  fields.required("filters", filters);
  fields.required("kernel_size", kernel_size);
  fields("strides", options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
  fields("dilation_rate", options.dilation_rate);
  fields("groups", options.groups);
  list_kernel_and_bias(fields, options);
}

template class Described<Conv3D, BaseConv<5>, Conv3DOptions, int, Size3D>;

}  // namespace keratin::layers
