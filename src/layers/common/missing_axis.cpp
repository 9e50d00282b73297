#include "layers/common/missing_axis.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace keratin::layers {

namespace {

using Sizes = std::vector<int>;

Sizes with_axis(const Shape& shape, int place, int size) {
  Sizes sizes(shape.begin(), shape.end());
  sizes.insert(sizes.begin() + place, size);
  return sizes;
}

bool are_known(const Shape& shape, int first) {
  return std::find(shape.begin() + first, shape.end(), None) == shape.end();
}

std::string one_sample(const Shape& shape) {
  return fmt::format(" If this is one sample, add the axis of the batch: x.reshape({{{}}}).",
                     fmt::join(with_axis(shape, 0, 1), ", "));
}

/// The name of an axis that this shape lacks at this place.
const char* axis_name(const Shape& shape, int place) {
  if (shape.rank() == 1) return "features";
  return shape.rank() == 2 && place == 1 ? "steps" : "channels";
}

/// The last axis is missing.
std::string axis_of_several(const Shape& shape, int size) {
  return fmt::format(" The axis of its {} {} is missing.", size, axis_name(shape, shape.rank()));
}

/// The axis has a size of 1 and belongs to this place of the shape.
std::string axis_of_one(const Shape& shape, int place) {
  const std::string advice =
      fmt::format(" If the axis of the {} is missing, add it", axis_name(shape, place));
  if (!are_known(shape, 1)) return advice + '.';
  Sizes sizes = with_axis(shape, place, 1);
  sizes.front() = -1;  // the batch
  const std::string reshape = fmt::format("x.reshape({{{}}})", fmt::join(sizes, ", "));
  if (are_known(shape, 0)) return fmt::format("{}: {}.", advice, reshape);
  sizes.erase(sizes.begin());
  return fmt::format(
      "{0}: in a first layer .input_shape = {{{1}}}, of data {2}; in front of another layer "
      "Reshape({{{1}}}).",
      advice, fmt::join(sizes, ", "), reshape);
}

/// Rows, columns and the channels of an image, without a batch.
bool looks_like_image(const Shape& shape) {
  return shape.rank() == 3 && are_known(shape, 0) && (shape[2] == 1 || shape[2] == 3 || shape[2] == 4);
}

bool fits_without(const Shape& expected, int axis, const Shape& shape) {
  Shape others;
  for (int i = 0; i < expected.rank(); ++i) {
    if (i != axis) others.push_back(expected[i]);
  }
  return compatible(shape, others);
}

}  // namespace

std::string missing_axis(const InputSpec& spec, const Shape& shape) {
  if (shape.empty() || shape.rank() + 1 != std::max(spec.rank, spec.min_rank)) return {};
  const bool is_first = spec.axes.size() == 1 && spec.axes.front().first == 1 && shape.rank() > 1;
  const int channels = spec.axes.size() == 1 ? spec.axes.front().second : None;
  if (are_known(shape, 0) && (is_first ? shape[0] : shape.back()) == channels) return one_sample(shape);
  if (channels == None && looks_like_image(shape)) return one_sample(shape);
  if (channels > 1 && (is_first ? shape[1] : shape.back()) == channels) return {};  // another one is missing
  return channels > 1 ? axis_of_several(shape, channels) : axis_of_one(shape, is_first ? 1 : shape.rank());
}

std::string missing_axis(const Shape& expected, const Shape& shape) {
  if (shape.empty() || shape.rank() + 1 != expected.rank()) return {};
  if (are_known(shape, 0) && compatible(shape.with_batch(1), expected)) return one_sample(shape);
  for (const int axis : {expected.rank() - 1, 1}) {
    if (expected[axis] == 1 && fits_without(expected, axis, shape)) return axis_of_one(shape, axis);
  }
  const int last = expected.rank() - 1;
  return expected[last] > 1 && fits_without(expected, last, shape) ? axis_of_several(shape, expected[last])
                                                                   : "";
}

}  // namespace keratin::layers
