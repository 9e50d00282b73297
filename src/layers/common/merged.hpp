#pragma once

#include <span>
#include <string>
#include <vector>

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

std::vector<Shape> shapes_of(std::span<const View> x);

/// `(None, 4), (None, 5)`.
std::string listed(std::span<const Shape> shapes);

/// The batch of all inputs; open if it is open for all. Throws the layer's ValueError if two differ.
int merged_batch(const Layer& layer, std::span<const Shape> inputs);

}  // namespace keratin::layers
