#pragma once

#include "keratin/layers/described.hpp"
#include "keratin/layers/merging_layer.hpp"

namespace keratin::layers {

/// The named arguments of Concatenate, in Keras's order.
struct ConcatenateOptions {
  int axis = -1;  ///< counted from 0, the batch; a negative one from the end
  Shape input_shape = {};
  std::string name = {};
  bool trainable = true;
};

/// Puts its inputs one after the other along `axis`; they agree on all other axes.
class Concatenate : public Described<Concatenate, MergingLayer, ConcatenateOptions> {
 public:
  explicit Concatenate(const ConcatenateOptions& options = {});

  /// Throws ValueError for shapes that differ elsewhere, and for an axis that they lack.
  [[nodiscard]] Shape merged_shape(std::span<const Shape> inputs) const override;
  View merge(std::span<const View> x, Tape& tape) const override;
  void merge_backward(View dy, std::span<View> dx, Tape& tape) const override;
  bool join_previous(Fusion& fusion, bool training) const override;

 private:
  /// The axis, counted from 0.
  [[nodiscard]] int axis_of(const Shape& input) const;
};

}  // namespace keratin::layers
