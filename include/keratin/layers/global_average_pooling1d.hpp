#pragma once

#include "keratin/layers/base_global_pooling.hpp"

namespace keratin::layers {

/// The named arguments of GlobalAveragePooling1D, in Keras's order.
struct GlobalAveragePooling1DOptions {
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  bool keepdims = false;         ///< whether the output keeps the axis, with one step
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The mean of each channel of a sequence: (batch, steps, channels) to (batch, channels), or to (batch, 1,
/// channels) with keepdims.
class GlobalAveragePooling1D : public BaseGlobalPooling<3> {
 public:
  /// Throws ValueError for an unknown data_format.
  explicit GlobalAveragePooling1D(const GlobalAveragePooling1DOptions& options = {});

  [[nodiscard]] std::shared_ptr<Layer> clone() const override;
  [[nodiscard]] Config get_config() const override;
  /// The layer of a config that get_config() or Keras gave. Throws ValueError for what is not supported.
  static std::shared_ptr<Layer> from_config(const Config& config);

 private:
  GlobalAveragePooling1DOptions options_;
};

}  // namespace keratin::layers
