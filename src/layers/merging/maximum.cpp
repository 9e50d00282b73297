#include "keratin/layers/merging/maximum.hpp"

#include "kernels/merging.hpp"
#include "layers/described.hpp"
#include "layers/merging/base_merge.hpp"

namespace keratin::layers {

Maximum::Maximum(const MergeOptions& options) : Described("Maximum", {}, options) {}

View Maximum::merge_equal(std::span<const View> x, Tape& tape) const {
  save_inputs(x, tape);
  return computed(x, tape, kernels::maximum_of);
}

void Maximum::merge_equal_backward(View dy, std::span<View> dx, Tape& tape) const {
  differentiate(dy, dx, tape, kernels::maximum_of_gradient);
}

template class Described<Maximum, BaseMerge, MergeOptions>;

}  // namespace keratin::layers
