#pragma once

#include "keratin/layers/described.hpp"
#include "keratin/layers/merging/base_merge.hpp"

namespace keratin::layers {

/// The largest of its inputs at each place, which are broadcast: (batch, …) to the same shape. The gradient
/// goes to the first input that has it.
class Maximum : public Described<Maximum, BaseMerge, MergeOptions> {
 public:
  explicit Maximum(const MergeOptions& options = {});

 private:
  View merge_equal(std::span<const View> x, Tape& tape) const override;
  void merge_equal_backward(View dy, std::span<View> dx, Tape& tape) const override;
};

}  // namespace keratin::layers
