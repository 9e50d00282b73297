#pragma once

#include <string>

#include "keratin/shape.hpp"

namespace keratin::layers {

/// The named arguments of Input, in Keras's order.
struct InputOptions {
  std::string name = {};
};

/// The shape of one sample, to be added before a model's first layer.
class Input {
 public:
  /// Throws ValueError for an empty shape and for dimensions that are neither positive nor None.
  explicit Input(const Shape& shape, const InputOptions& options = {});

  [[nodiscard]] const Shape& shape() const { return shape_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  Shape shape_;
  std::string name_;
};

}  // namespace keratin::layers
