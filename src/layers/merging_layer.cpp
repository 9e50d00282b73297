#include "keratin/layers/merging_layer.hpp"

#include <fmt/format.h>

#include "layers/layer_access.hpp"

namespace keratin {

Shape MergingLayer::compute_output_shape(const Shape& input_shape) const {
  return merged_shape({&input_shape, 1});
}

View MergingLayer::forward(View x, Tape& tape) const { return merge({&x, 1}, tape); }

View MergingLayer::backward(View dy, Tape& tape) const {
  View dx;
  merge_backward(dy, {&dx, 1}, tape);
  return dx;
}

void MergingLayer::build(const Shape& input_shape) {
  fail(
      fmt::format("a merging layer should be called on a list of inputs, but received one of shape {}. "
                  "Call it on a list, such as {}()({{a, b}}).",
                  to_string(input_shape), class_name()));
}

std::vector<Shape> MergingLayer::connect_all(const std::vector<Shape>& inputs, bool is_list) {
  if (!is_list) build(inputs.front());
  std::vector<Shape> output = output_shapes(inputs);
  LayerAccess::build_once(*this, [&] { LayerAccess::connect_activation(*this, output.front()); });
  return output;
}

std::vector<Shape> MergingLayer::output_shapes(const std::vector<Shape>& inputs) const {
  for (const Shape& input : inputs) LayerAccess::check_input(*this, input);
  return {merged_shape(inputs)};
}

void MergingLayer::forward_all(std::span<const View> x, std::span<View> y, Tape& tape) const {
  y[0] = merge(x, tape);
}

void MergingLayer::backward_all(std::span<const View> dy, std::span<View> dx, Tape& tape) const {
  merge_backward(dy[0], dx, tape);
}

}  // namespace keratin
