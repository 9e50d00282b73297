#pragma once

#include "keratin/data_format.hpp"
#include "keratin/layers/layer.hpp"

namespace keratin::layers {

/// The named arguments of Flatten, in Keras's order.
struct FlattenOptions {
  std::string data_format = {};  ///< "channels_first": moves axis 1 to the end before
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The numbers of each sample in one row: (batch, …) to (batch, numbers).
class Flatten : public Layer {
 public:
  /// Throws ValueError for an unknown data_format.
  explicit Flatten(const FlattenOptions& options = {});

  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override;
  View forward(View x, Tape& tape) const override;
  View backward(View dy, Tape& tape) const override;
  [[nodiscard]] std::shared_ptr<Layer> clone() const override;
  [[nodiscard]] Config get_config() const override;
  /// The layer of a config that get_config() or Keras gave. Throws ValueError for what is not supported.
  static std::shared_ptr<Layer> from_config(const Config& config);

 private:
  FlattenOptions options_;
  DataFormat data_format_;
};

}  // namespace keratin::layers
