#pragma once

#include "keratin/layers/image_layer.hpp"
#include "keratin/sides1d.hpp"

namespace keratin::layers {

/// The named arguments of ZeroPadding1D, in Keras's order.
struct ZeroPadding1DOptions {
  Sides1D padding = 1;           ///< {before, after}
  std::string data_format = {};  ///< "channels_last" (the default) or "channels_first"
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Zeros around sequences: (batch, steps, channels) to (batch, before + steps + after, channels).
class ZeroPadding1D : public Described<ZeroPadding1D, SequenceLayer<Layer>, ZeroPadding1DOptions> {
 public:
  /// Throws ValueError for a negative padding and an unknown data_format.
  explicit ZeroPadding1D(Sides1D padding, ZeroPadding1DOptions options = {})
      : ZeroPadding1D(options_with(&ZeroPadding1DOptions::padding, padding, std::move(options))) {}

  /// A template only so that `{1, 2}` is a padding and not two options.
  template <int = 0>
  explicit ZeroPadding1D(const ZeroPadding1DOptions& options = {});

 protected:
  [[nodiscard]] Shape image_shape(const Shape& input_shape) const override;
  View forward_images(View x, Tape& tape) const override;
  View backward_images(View dy, Tape& tape) const override;
};

}  // namespace keratin::layers
