#pragma once

#include "keratin/layers/described.hpp"
#include "keratin/layers/merging/base_merge.hpp"

namespace keratin::layers {

/// The sum of its inputs, which are broadcast: (batch, …) to the same shape.
class Add : public Described<Add, BaseMerge, MergeOptions> {
 public:
  explicit Add(const MergeOptions& options = {});
  bool join_previous(Fusion& fusion, bool training) const override;

 private:
  View merge_equal(std::span<const View> x, Tape& tape) const override;
  void merge_equal_backward(View dy, std::span<View> dx, Tape& tape) const override;
};

}  // namespace keratin::layers
