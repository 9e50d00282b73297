#include "keratin/layers/merging/minimum.hpp"

#include "kernels/merging.hpp"
#include "layers/described.hpp"
#include "layers/merging/base_merge.hpp"

namespace keratin::layers {

Minimum::Minimum(const MergeOptions& options) : Described("Minimum", {}, options) {}

View Minimum::merge_equal(std::span<const View> x, Tape& tape) const {
  save_inputs(x, tape);
  return computed(x, tape, kernels::minimum_of);
}

void Minimum::merge_equal_backward(View dy, std::span<View> dx, Tape& tape) const {
  differentiate(dy, dx, tape, kernels::minimum_of_gradient);
}

template class Described<Minimum, BaseMerge, MergeOptions>;

}  // namespace keratin::layers
