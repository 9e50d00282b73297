#pragma once

#include <cstdint>
#include <string_view>

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

/// `size` as a dimension of the layer's output. Throws ValueError if it is too large for one.
int output_dimension(const Layer& layer, std::int64_t size);

/// Throws the ValueError for an axis that an input does not have, or that is its batch.
[[noreturn]] void fail_axis(const Layer& layer, int axis, const Shape& input_shape);

/// Throws the ValueError for an input of which `what`, such as an axis, is open.
[[noreturn]] void fail_open(const Layer& layer, std::string_view what, const Shape& input_shape);

}  // namespace keratin::layers
