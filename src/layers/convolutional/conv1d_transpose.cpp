#include "keratin/layers/convolutional/conv1d_transpose.hpp"

#include "layers/common/volume.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

Conv1DTranspose::Conv1DTranspose(int filters, int kernel_size, const Conv1DTransposeOptions& options)
    : Described("Conv1DTranspose", {filters, kernel_size}, options, filters,
                ConvWindows{.kernel_size = volume_size(kernel_size),
                            .strides = volume_size(options.strides),
                            .dilation_rate = volume_size(options.dilation_rate),
                            .transposed = true,
                            .output_padding = volume_padding(options.output_padding)}) {}

template <class Fields>
void list_fields(Fields& fields, int& filters, int& kernel_size, Conv1DTransposeOptions& options) {
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

template class Described<Conv1DTranspose, BaseConv<3>, Conv1DTransposeOptions, int, int>;

}  // namespace keratin::layers
