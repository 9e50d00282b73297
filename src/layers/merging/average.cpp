#include "keratin/layers/merging/average.hpp"

#include <algorithm>

#include "kernels/merging.hpp"
#include "layers/described.hpp"
#include "layers/merging/base_merge.hpp"

namespace keratin::layers {

Average::Average(const MergeOptions& options) : Described("Average", {}, options) {}

View Average::merge_equal(std::span<const View> x, Tape& tape) const {
  return computed(x, tape, kernels::average_all);
}

void Average::merge_equal_backward(View dy, std::span<View> dx, Tape& tape) const {
  const Buffer share = tape.allocate(dy.shape());
  kernels::divide(dy.size(), dy.data(), static_cast<float>(dx.size()), share.data());
  std::fill(dx.begin(), dx.end(), share);
}

template class Described<Average, BaseMerge, MergeOptions>;

}  // namespace keratin::layers
