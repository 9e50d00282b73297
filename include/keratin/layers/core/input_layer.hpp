#pragma once

#include <string>

#include "keratin/keras_tensor.hpp"

namespace keratin::layers {

/// The named arguments of Input, in Keras's order.
struct InputOptions {
  std::string name = {};
};

/// What a model begins with: an array of samples of a shape. A Sequential takes it before its first layer.
class Input : public KerasTensor {
 public:
  /// Throws ValueError for an empty shape and for dimensions that are neither positive nor None.
  explicit Input(const Shape& shape, const InputOptions& options = {});
};

}  // namespace keratin::layers
