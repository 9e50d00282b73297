#pragma once

#include "keratin/layers/reshaping/base_frame.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

template <class Fields, class Options>
requires requires(Options& options) { options.cropping; }
void list_fields(Fields& fields, Options& options) {
  fields("cropping", options.cropping);
  if constexpr (requires { options.data_format; }) list_data_format(fields, options);
}

}  // namespace keratin::layers
