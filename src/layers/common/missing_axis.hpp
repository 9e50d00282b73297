#pragma once

#include <string>

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

/// How to add the axis that an input lacks which has one less than a layer takes, as a sentence with a blank
/// in front; empty for other inputs.
std::string missing_axis(const InputSpec& spec, const Shape& shape);

/// The same for a model's input of a known shape, batch first.
std::string missing_axis(const Shape& expected, const Shape& shape);

}  // namespace keratin::layers
