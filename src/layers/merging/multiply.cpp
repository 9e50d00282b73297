#include "keratin/layers/merging/multiply.hpp"

#include "kernels/merging.hpp"
#include "layers/described.hpp"
#include "layers/merging/base_merge.hpp"

namespace keratin::layers {

Multiply::Multiply(const MergeOptions& options) : Described("Multiply", {}, options) {}

View Multiply::merge_equal(std::span<const View> x, Tape& tape) const {
  save_inputs(x, tape);
  return computed(x, tape, kernels::multiply_all);
}

void Multiply::merge_equal_backward(View dy, std::span<View> dx, Tape& tape) const {
  differentiate(dy, dx, tape, kernels::multiply_all_gradient);
}

template class Described<Multiply, BaseMerge, MergeOptions>;

}  // namespace keratin::layers
