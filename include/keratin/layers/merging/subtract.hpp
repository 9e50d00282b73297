#pragma once

#include "keratin/layers/described.hpp"
#include "keratin/layers/merging/base_merge.hpp"

namespace keratin::layers {

/// The first of two inputs minus the second, which are broadcast: (batch, …) to the same shape.
class Subtract : public Described<Subtract, BaseMerge, MergeOptions> {
 public:
  explicit Subtract(const MergeOptions& options = {});

  /// Throws ValueError unless there are two.
  [[nodiscard]] Shape merged_shape(std::span<const Shape> inputs) const override;

 private:
  View merge_equal(std::span<const View> x, Tape& tape) const override;
  void merge_equal_backward(View dy, std::span<View> dx, Tape& tape) const override;
};

}  // namespace keratin::layers
