#pragma once

#include <cstdint>

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

/// `size` as a dimension of the layer's output. Throws ValueError if it is too large for one.
int output_dimension(const Layer& layer, std::int64_t size);

}  // namespace keratin::layers
