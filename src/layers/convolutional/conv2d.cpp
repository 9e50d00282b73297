#include "keratin/layers/convolutional/conv2d.hpp"

#include "layers/common/volume.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

Conv2D::Conv2D(int filters, Size2D kernel_size, const Conv2DOptions& options)
    : Described("Conv2D", {filters, kernel_size}, options, filters,
                ConvWindows{.kernel_size = volume_size(kernel_size),
                            .strides = volume_size(options.strides),
                            .dilation_rate = volume_size(options.dilation_rate),
                            .groups = options.groups}) {}

template <class Fields>
void list_fields(Fields& fields, int& filters, Size2D& kernel_size, Conv2DOptions& options) {
  fields.required("filters", filters);
  fields.required("kernel_size", kernel_size);
  fields("strides", options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
  fields("dilation_rate", options.dilation_rate);
  fields("groups", options.groups);
  list_kernel_and_bias(fields, options);
}

template class Described<Conv2D, BaseConv<4>, Conv2DOptions, int, Size2D>;

}  // namespace keratin::layers
