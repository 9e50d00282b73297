#pragma once

#include <string>

#include "keratin/layers/layer.hpp"

namespace keratin::saving {

/// The expression that applies a layer that is written as an operation to the variable `tensor`: `1 - x`; if
/// its name is to be given, `ops::subtract(1, x, {.name = "tf.math.subtract"})`.
std::string cpp_operation(const Layer& layer, const std::string& tensor, bool is_named);

}  // namespace keratin::saving
