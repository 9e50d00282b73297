#include "keratin/layers/merging/subtract.hpp"

#include <fmt/format.h>

#include "kernels/merging.hpp"
#include "layers/common/merged.hpp"
#include "layers/described.hpp"
#include "layers/merging/base_merge.hpp"

namespace keratin::layers {

Subtract::Subtract(const MergeOptions& options) : Described("Subtract", {}, options) {}

Shape Subtract::merged_shape(std::span<const Shape> inputs) const {
  if (inputs.size() != 2) {
    fail(fmt::format("it should be called on exactly 2 inputs, but received {}: {}.", inputs.size(),
                     listed(inputs)));
  }
  return BaseMerge::merged_shape(inputs);
}

View Subtract::merge_equal(std::span<const View> x, Tape& tape) const {
  const Buffer y = tape.allocate(x[0].shape());
  kernels::subtract(y.size(), x[0].data(), x[1].data(), y.data());
  return y;
}

void Subtract::merge_equal_backward(View dy, std::span<View> dx, Tape& tape) const {
  dx[0] = dx[1] = dy;
  if (!tape.needs_input_gradient(1)) return;
  const Buffer negative = tape.allocate(dy.shape());
  kernels::divide(dy.size(), dy.data(), -1.0f, negative.data());
  dx[1] = negative;
}

template class Described<Subtract, BaseMerge, MergeOptions>;

}  // namespace keratin::layers
