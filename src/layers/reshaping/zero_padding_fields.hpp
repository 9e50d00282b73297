#pragma once

#include "keratin/layers/reshaping/base_frame.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

template <class Fields, class Sides>
void list_fields(Fields& fields, ZeroPaddingOptions<Sides>& options) {
  fields("padding", options.padding);
  list_data_format(fields, options);
}

}  // namespace keratin::layers
