#pragma once

#include <optional>
#include <string>

#include "keratin/keras_tensor.hpp"

// Keras's functions between layers (keras.ops). Most of them are operators too: `a + b`, `2 * a`, `-a`,
// `abs(a)`, `pow(a, 2)`.

namespace keratin::ops {

/// The named arguments of each function.
struct Options {
  std::string name = {};  ///< of the layer that computes it; counted as Keras counts it if empty
};

/// A KerasTensor or a number.
class Operand {
 public:
  Operand(const KerasTensor& tensor) : tensor_(tensor) {}
  Operand(double number) : number_(number) {}

  /// Nothing if it is a number.
  [[nodiscard]] const std::optional<KerasTensor>& tensor() const { return tensor_; }
  [[nodiscard]] double number() const { return number_; }

 private:
  std::optional<KerasTensor> tensor_;
  double number_ = 0.0;
};

// Of two KerasTensors, which must have the same number of axes, or of one and a finite number; true_divide
// and power only of one and a number. Throw ValueError for anything else, and for shapes that do not fit.

KerasTensor add(const Operand& a, const Operand& b, const Options& options = {});
KerasTensor subtract(const Operand& a, const Operand& b, const Options& options = {});
KerasTensor multiply(const Operand& a, const Operand& b, const Options& options = {});
KerasTensor true_divide(const Operand& a, const Operand& b, const Options& options = {});
KerasTensor power(const Operand& a, const Operand& b, const Options& options = {});
KerasTensor maximum(const Operand& a, const Operand& b, const Options& options = {});
KerasTensor minimum(const Operand& a, const Operand& b, const Options& options = {});

KerasTensor absolute(const KerasTensor& a, const Options& options = {});
KerasTensor negative(const KerasTensor& a, const Options& options = {});
KerasTensor square(const KerasTensor& a, const Options& options = {});

/// A part of the array: `key` is what Python writes in brackets, as in `get_item(a, ":, 0:2")`. It begins
/// with the batch, which must be whole. Throws ValueError for a key that Python would not take, and for one
/// that leaves nothing.
KerasTensor get_item(const KerasTensor& a, const std::string& key, const Options& options = {});

}  // namespace keratin::ops
