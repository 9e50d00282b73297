#pragma once

#include <functional>
#include <string>

#include "keratin/layers/described.hpp"

namespace keratin::kernels {
struct Arithmetic;
}

namespace keratin::layers {

struct OperationOptions {
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// What Keras calls an operation between layers, on an array and a constant, `a * 2` or `1 - a`, or only on
/// an array, `-a`. Its class_name() is the operation's: Add, Subtract, Multiply, TrueDivide, Power,
/// Maximum, Minimum, or Absolute, Negative, Square.
class Operation : public Described<Operation, Layer, OperationOptions, std::string, Config, bool> {
 public:
  /// `constant`: None if the operation takes none. `comes_first`: whether it stands before the array. Throws
  /// ValueError for an operation that is not listed above, and for what is no finite number.
  Operation(const std::string& operation, const Config& constant, bool comes_first,
            const OperationOptions& options = {});

  [[nodiscard]] bool takes_constant() const { return !constant_.is_none(); }
  [[nodiscard]] const Config& constant() const { return constant_; }
  [[nodiscard]] bool comes_first() const { return comes_first_; }

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;

 private:
  Config constant_;
  bool comes_first_;
  float value_ = 0.0f;
  const kernels::Arithmetic* arithmetic_;
};

}  // namespace keratin::layers
