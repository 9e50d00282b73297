#pragma once

#include "keratin/layers/layer.hpp"
#include "keratin/per_channel.hpp"

namespace keratin::layers {

/// Throws ValueError, naming `what`, for a list without numbers and for numbers that are not finite.
void check_finite(const Layer& layer, const char* what, const PerChannel& numbers);

}  // namespace keratin::layers
