#include "layers/common/data_format.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kernels/axis.hpp"
#include "kernels/transpose.hpp"
#include "layers/common/dimension.hpp"
#include "nearest_name.hpp"
#include "utils/lower_case.hpp"

namespace keratin::layers {

DataFormat parse_data_format(const Layer& layer, const std::string& text) {
  const std::string lower = utils::lower_case(text);
  if (lower.empty() || lower == "channels_last") return DataFormat::channels_last;
  if (lower == "channels_first") return DataFormat::channels_first;
  layer.fail(fmt::format("unknown data_format {}", among_known(text, {"channels_last", "channels_first"})));
}

int known_channels(const Layer& layer, const Shape& input_shape, int axis) {
  if (input_shape[axis] == None) fail_open(layer, "the channels of its input", input_shape);
  return input_shape[axis];
}

Shape channels_to_last(const Shape& shape) {
  Shape moved{shape[0]};
  for (int axis = 2; axis < shape.rank(); ++axis) moved.push_back(shape[axis]);
  if (shape.rank() > 1) moved.push_back(shape[1]);
  return moved;
}

Shape channels_to_first(const Shape& shape) {
  Shape moved{shape[0]};
  if (shape.rank() > 1) moved.push_back(shape.back());
  for (int axis = 1; axis < shape.rank() - 1; ++axis) moved.push_back(shape[axis]);
  return moved;
}

namespace {

/// Each sample of x, a matrix of `rows`, transposed.
View transposed(View x, int rows, const Shape& shape, Tape& tape) {
  const std::size_t batch = kernels::as_size(shape[0]), height = kernels::as_size(rows);
  const std::size_t width = x.size() / (batch * height);
  if (height == 1 || width == 1) return x.reshaped(shape);
  const Buffer y = tape.allocate(shape);
  kernels::transpose(batch, height, width, x.data(), y.data());
  return y;
}

}  // namespace

View channels_to_last(View x, Tape& tape) {
  if (x.shape().rank() <= 2) return x;
  return transposed(x, x.shape()[1], channels_to_last(x.shape()), tape);
}

View channels_to_first(View x, Tape& tape) {
  if (x.shape().rank() <= 2) return x;
  const auto pixels = x.size() / kernels::as_size(x.shape()[0]) / kernels::as_size(x.shape().back());
  return transposed(x, static_cast<int>(pixels), channels_to_first(x.shape()), tape);
}

}  // namespace keratin::layers
