#pragma once

#include "keratin/axes.hpp"
#include "keratin/layers/layer.hpp"

namespace keratin::layers {

/// Some axes of an array, treated as the last ones.
class LastAxes {
 public:
  /// Throws the layer's ValueError for an axis that an input of this shape lacks, for the batch, and for a
  /// repeated axis.
  LastAxes(const Layer& layer, const Axes& axes, const Shape& input_shape);

  /// The sizes of these axes, in the input's order.
  [[nodiscard]] Shape sizes(const Shape& input_shape) const;

  /// The sizes of the other axes.
  [[nodiscard]] Shape other_sizes(const Shape& input_shape) const;

  /// Whether the input has them last.
  [[nodiscard]] bool are_last() const;

  /// `x` with these axes after the others; x itself if they already are.
  View put_last(View x, Tape& tape) const;

  /// The inverse: an array of the input's shape.
  View put_back(View y, Tape& tape) const;

 private:
  Shape order_;  // the other axes, then these
  int count_ = 0;
};

}  // namespace keratin::layers
