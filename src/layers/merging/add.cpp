#include "keratin/layers/merging/add.hpp"

#include <algorithm>

#include "keratin/fusion.hpp"
#include "kernels/merging.hpp"
#include "layers/described.hpp"
#include "layers/merging/base_merge.hpp"

namespace keratin::layers {

Add::Add(const MergeOptions& options) : Described("Add", {}, options) {}

View Add::merge_equal(std::span<const View> x, Tape& tape) const {
  return computed(x, tape, kernels::add_all);
}

void Add::merge_equal_backward(View dy, std::span<View> dx, Tape& /*tape*/) const {
  std::fill(dx.begin(), dx.end(), dy);
}

bool Add::join_previous(Fusion& fusion, bool training) const {
  if (training || fusion.adds || fusion.ends_with_rectifier()) return false;
  fusion.adds = true;
  return true;
}

template class Described<Add, BaseMerge, MergeOptions>;

}  // namespace keratin::layers
