#pragma once

#include "keratin/data_format.hpp"
#include "keratin/layers/described.hpp"

namespace keratin::layers {

/// The named arguments of Flatten, in Keras's order.
struct FlattenOptions {
  std::string data_format = {};  ///< "channels_first": moves axis 1 to the end before
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The numbers of each sample in one row: (batch, …) to (batch, numbers).
class Flatten : public Described<Flatten, Layer, FlattenOptions> {
 public:
  /// Throws ValueError for an unknown data_format.
  explicit Flatten(const FlattenOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;

 private:
  DataFormat data_format_;
};

}  // namespace keratin::layers
