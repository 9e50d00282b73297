#pragma once

#include "keratin/layers/convolutional/base_conv.hpp"
#include "layers/common/volume.hpp"
#include "layers/described.hpp"

// What the convolutions and the transposed convolutions of sequences, images and volumes have in common.

namespace keratin::layers {

template <class Size>
ConvWindows windows(Size kernel_size, const ConvOptions<Size>& options) {
  return {.kernel_size = volume_size(kernel_size),
          .strides = volume_size(options.strides),
          .dilation_rate = volume_size(options.dilation_rate),
          .groups = options.groups};
}

template <class Size>
ConvWindows windows(Size kernel_size, const ConvTransposeOptions<Size>& options) {
  return {.kernel_size = volume_size(kernel_size),
          .strides = volume_size(options.strides),
          .dilation_rate = volume_size(options.dilation_rate),
          .transposed = true,
          .output_padding = volume_padding(options.output_padding)};
}

template <class Fields, class Size>
void list_fields(Fields& fields, int& filters, Size& kernel_size, ConvOptions<Size>& options) {
  fields.required("filters", filters);
  fields.required("kernel_size", kernel_size);
  fields("strides", options.strides);
  fields("padding", options.padding);
  list_data_format(fields, options);
  fields("dilation_rate", options.dilation_rate);
  fields("groups", options.groups);
  list_kernel_and_bias(fields, options);
}

template <class Fields, class Size>
void list_fields(Fields& fields, int& filters, Size& kernel_size, ConvTransposeOptions<Size>& options) {
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

}  // namespace keratin::layers
