// Whether inputs fit a model, and what to do if they do not.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "layers/common/missing_axis.hpp"
#include "models/model_layer.hpp"

namespace keratin {

namespace {

std::string in_braces(const Shape& shape) {
  return fmt::format("{{{}}}", fmt::join(shape.begin(), shape.end(), ", "));
}

/// The axes of channels_first where those of channels_last are; the shape itself if it has no channels.
Shape with_channels_last(const Shape& shape) {
  if (shape.rank() < 3) return shape;
  Shape moved{shape[0]};
  for (int axis = 2; axis < shape.rank(); ++axis) moved.push_back(shape[axis]);
  moved.push_back(shape[1]);
  return moved;
}

bool same_size(const Shape& a, const Shape& b) {
  return a.fully_known() && b.fully_known() && a.element_count() == b.element_count();
}

/// The axes of more than one place.
std::vector<int> long_axes(const Shape& shape) {
  std::vector<int> axes;
  std::copy_if(shape.begin(), shape.end(), std::back_inserter(axes), [](int size) { return size != 1; });
  return axes;
}

/// Whether one is the other with its axes in another order, which reshape() would not change.
bool is_transposed(const Shape& a, const Shape& b) {
  return a.fully_known() && std::is_permutation(a.begin(), a.end(), b.begin(), b.end()) &&
         long_axes(a) != long_axes(b);
}

/// How to make arrays of the shape that a model expects from those that it received, as a sentence with a
/// blank in front.
std::string advice_on(const Shape& received, const Shape& expected) {
  if (std::string advice = layers::missing_axis(expected, received); !advice.empty()) return advice;
  if (received.rank() < 2) {
    const Shape sample = expected.without_batch();
    if (!same_size(received, sample)) return " Give arrays of that shape.";
    return fmt::format(" If this is one sample, add the axis of the batch: x.reshape({}).",
                       in_braces(sample.with_batch(1)));
  }
  const Shape sample = expected.without_batch(), channels_last = with_channels_last(received);
  if (received[1] != 1 && compatible(channels_last, expected))
    return fmt::format(" The channels come last: transpose the arrays to {}.", to_string(channels_last));
  if (is_transposed(received.without_batch(), sample)) {
    return fmt::format(" The axes are in another order: transpose the arrays to {}.",
                       to_string(sample.with_batch(received[0])));
  }
  if (same_size(received.without_batch(), sample))
    return fmt::format(" Reshape the arrays: x.reshape({}).", in_braces(sample.with_batch(-1)));
  return fmt::format(" Give such arrays, or make the model for samples of shape {}.",
                     to_string(received.without_batch()));
}

}  // namespace

void ModelLayer::check_inputs(const std::vector<Shape>& inputs) const {
  if (inputs.size() != input_count_) {
    fail(fmt::format("it has {} input{}, but received {}.", input_count_, input_count_ == 1 ? "" : "s",
                     inputs.size()));
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Shape &expected = values_[i].shape, &received = inputs[i];
    if (expected.empty() || compatible(received, expected)) continue;
    std::multiset<std::string> wanted, given;
    for (std::size_t other = 0; other < inputs.size(); ++other) {
      wanted.insert(to_string(values_[other].shape.without_batch()));
      given.insert(to_string(inputs[other].without_batch()));
    }
    const std::string which = inputs.size() == 1 ? "inputs" : fmt::format("input number {}", i);
    fail(fmt::format(
        "expected {} of shape {}, but received {}.{}", which, to_string(expected), to_string(received),
        wanted == given ? " Give the arrays in the order of the inputs." : advice_on(received, expected)));
  }
}

}  // namespace keratin
