#pragma once

#include "keratin/layers/reshaping/base_frame.hpp"

namespace keratin::layers {

/// The named arguments of Cropping1D, in Keras's order.
struct Cropping1DOptions {
  Sides1D cropping = 1;  ///< {before, after}
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Removes steps from the ends of sequences: (batch, steps, channels) to (batch, steps − before − after,
/// channels).
class Cropping1D : public Described<Cropping1D, BaseFrame<3>, Cropping1DOptions> {
 public:
  /// Throws ValueError for a negative cropping.
  explicit Cropping1D(Sides1D cropping, const Cropping1DOptions& options = {});

  /// A template only so that `{1, 2}` is a cropping and not two options.
  template <int = 0>
  explicit Cropping1D(const Cropping1DOptions& options = {})
      : Described("Cropping1D", {}, options, FrameMode::crop, options.cropping) {}
};

}  // namespace keratin::layers
