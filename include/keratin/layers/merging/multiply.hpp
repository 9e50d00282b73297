#pragma once

#include "keratin/layers/described.hpp"
#include "keratin/layers/merging/base_merge.hpp"

namespace keratin::layers {

/// The product of its inputs, which are broadcast: (batch, …) to the same shape.
class Multiply : public Described<Multiply, BaseMerge, MergeOptions> {
 public:
  explicit Multiply(const MergeOptions& options = {});

 private:
  View merge_equal(std::span<const View> x, Tape& tape) const override;
  void merge_equal_backward(View dy, std::span<View> dx, Tape& tape) const override;
};

}  // namespace keratin::layers
