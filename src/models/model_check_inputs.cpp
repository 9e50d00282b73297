// Whether inputs fit a model, and what to do if they do not.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

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
    const auto fits = [&](const Value& value) { return compatible(received, value.shape); };
    const auto end = values_.begin() + static_cast<std::ptrdiff_t>(input_count_);
    const bool is_of_another = std::any_of(values_.begin(), end, fits);
    const std::string which = inputs.size() == 1 ? "inputs" : fmt::format("input number {}", i);
    fail(fmt::format(
        "expected {} of shape {}, but received {}.{}", which, to_string(expected), to_string(received),
        is_of_another ? " Give the arrays in the order of the inputs." : advice_on(received, expected)));
  }
}

}  // namespace keratin
