#pragma once

#include <optional>

#include "keratin/layers/pooling/base_global_pooling.hpp"
#include "layers/common/volume.hpp"
#include "layers/described.hpp"

// What the poolings of sequences, images and volumes have in common.

namespace keratin::layers {

template <class Size, class Options>
PoolWindows pool_windows(Size pool_size, const Options& options) {
  return {volume_size(pool_size), volume_size(options.strides == Size(None) ? pool_size : options.strides)};
}

template <class Fields, class Options>
void list_strides_and_padding(Fields& fields, Options& options) {
  using Size = decltype(options.strides);
  std::optional<Size> given;
  if (options.strides != Size(None)) given = options.strides;
  fields("strides", given);
  options.strides = given.value_or(Size(None));
  fields("padding", options.padding);
  list_data_format(fields, options);
}

template <class Fields, class Size>
void list_fields(Fields& fields, MaxPoolingOptions<Size>& options) {
  fields("pool_size", options.pool_size);
  list_strides_and_padding(fields, options);
}

template <class Fields, class Size>
void list_fields(Fields& fields, Size& pool_size, AveragePoolingOptions<Size>& options) {
  fields.required("pool_size", pool_size);
  list_strides_and_padding(fields, options);
}

template <class Fields>
void list_fields(Fields& fields, GlobalPoolingOptions& options) {
  list_data_format(fields, options);
  fields("keepdims", options.keepdims);
}

}  // namespace keratin::layers
