#pragma once

#include <string>

#include "keratin/layers/layer.hpp"

namespace keratin::saving {

/// What a layer's arguments do not say themselves.
struct CppLayerContext {
  Shape input_shape;      ///< of one sample, to be given; empty if the layer is not the first
  bool is_named = false;  ///< whether its name is to be given
  bool trainable = true;
  std::string argument = {};  ///< the expression of the layer that is its argument
};

/// The expression that makes a layer: `Conv2D(64, {3, 3}, {.strides = {2, 2}, .padding = "same"})`. Throws
/// ValueError for a layer of a class that is not Keratin's own, or holds a function.
std::string cpp_layer(const Layer& layer, const CppLayerContext& context);

}  // namespace keratin::saving
