#pragma once

#include "keratin/axes.hpp"
#include "keratin/layers/described.hpp"
#include "keratin/layers/merging_layer.hpp"

namespace keratin::layers {

/// The named arguments of Dot, in Keras's order.
struct DotOptions {
  bool normalize =
      false;  ///< whether to divide the vectors by their lengths before: the cosine of their angle
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// The products, for each sample, of all vectors along an axis of the first of two inputs with all of the
/// second: (batch, …, n) and (batch, …, n) to (batch, the other axes of the first, those of the second).
class Dot : public Described<Dot, MergingLayer, DotOptions, Axes> {
 public:
  /// `axes`: one for both inputs, or one for each; a negative one counts from the end. Throws ValueError for
  /// another number of axes.
  explicit Dot(const Axes& axes, const DotOptions& options = {});

  /// Throws ValueError unless there are two inputs with these axes, of one size.
  [[nodiscard]] Shape merged_shape(std::span<const Shape> inputs) const override;
  View merge(std::span<const View> x, Tape& tape) const override;
  void merge_backward(View dy, std::span<View> dx, Tape& tape) const override;

 private:
  int first_axis_, second_axis_;
};

}  // namespace keratin::layers
