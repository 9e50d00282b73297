#include "keratin/layers/merging/dot.hpp"

#include <fmt/format.h>

#include <iterator>

#include "kernels/group_normalize.hpp"
#include "kernels/merging.hpp"
#include "layers/common/axes.hpp"
#include "layers/common/merged.hpp"
#include "layers/described.hpp"

namespace keratin::layers {

namespace {

constexpr float largest_length_factor = 1e7f;  // one over Keras's epsilon

/// The arrays of vectors that are multiplied, each (batch, count, length).
struct Vectors {
  View first, second;

  [[nodiscard]] std::size_t batch() const { return static_cast<std::size_t>(first.shape()[0]); }
  [[nodiscard]] std::size_t length() const { return static_cast<std::size_t>(first.shape().back()); }
  [[nodiscard]] std::size_t count(View x) const { return x.size() / batch() / length(); }
};

/// The vectors, divided by their lengths; keeps what the gradient takes.
View normalized(const Layer& layer, View x, Tape& tape) {
  const auto length = static_cast<std::size_t>(x.shape().back());
  Shape counts = x.shape();
  counts[-1] = 1;
  const Buffer factors = tape.allocate(counts), y = tape.allocate(x.shape());
  kernels::normalize_rows(factors.size(), length, largest_length_factor, x.data(), factors.data(), y.data());
  tape.save(layer, {x, factors});
  return y;
}

View normalized_backward(const Layer& layer, View dy, Tape& tape) {
  const auto [x, factors] = tape.restore<2>(layer);
  if (dy.empty()) return {};
  const Buffer dx = tape.allocate(x.shape());
  kernels::normalize_rows_gradient(factors.size(), x.size() / factors.size(), largest_length_factor, x.data(),
                                   factors.data(), dy.data(), dx.data());
  return dx;
}

}  // namespace

Dot::Dot(const Axes& axes, const DotOptions& options) : Described("Dot", {axes}, options) {
  const auto count = std::distance(axes.begin(), axes.end());
  if (count != 1 && count != 2)
    fail(fmt::format("axes must be one axis, or one for each of two inputs, but received {} axes.", count));
  first_axis_ = *axes.begin();
  second_axis_ = *std::prev(axes.end());
}

Shape Dot::merged_shape(std::span<const Shape> inputs) const {
  if (inputs.size() != 2) {
    fail(fmt::format("it should be called on a list of 2 inputs, but received {}: {}.", inputs.size(),
                     listed(inputs)));
  }
  const LastAxes first(*this, first_axis_, inputs[0]), second(*this, second_axis_, inputs[1]);
  if (!compatible(first.sizes(inputs[0]), second.sizes(inputs[1]))) {
    fail(fmt::format(
        "its inputs have incompatible shapes: the size {} (at axis {}) is not {} (at axis {}) of "
        "shapes {}. Choose axes of one size.",
        first.sizes(inputs[0])[0], first_axis_, second.sizes(inputs[1])[0], second_axis_, listed(inputs)));
  }
  Shape merged = first.other_sizes(inputs[0]);
  merged[0] = merged_batch(*this, inputs);
  for (const int size : second.other_sizes(inputs[1]).without_batch()) merged.push_back(size);
  if (merged.rank() == 1) merged.push_back(1);
  return merged;
}

View Dot::merge(std::span<const View> x, Tape& tape) const {
  const Buffer y = tape.allocate(merged_shape(shapes_of(x)));
  const LastAxes first(*this, first_axis_, x[0].shape()), second(*this, second_axis_, x[1].shape());
  Vectors vectors{first.put_last(x[0], tape), second.put_last(x[1], tape)};
  tape.save(*this, {x[0], x[1]});
  if (options_.normalize)
    vectors = {normalized(*this, vectors.first, tape), normalized(*this, vectors.second, tape)};
  tape.save(*this, {vectors.first, vectors.second});
  const std::size_t length = vectors.length();
  kernels::gemm_each(vectors.batch(), vectors.count(vectors.first), vectors.count(vectors.second), length,
                     {vectors.first.data(), length}, {vectors.second.data(), length, true}, y.data());
  return y;
}

void Dot::merge_backward(View dy, std::span<View> dx, Tape& tape) const {
  const auto [a, b] = tape.restore<2>(*this);
  const Vectors vectors{a, b};
  const std::size_t batch = vectors.batch(), rows = vectors.count(a), columns = vectors.count(b),
                    length = vectors.length();
  View first, second;
  if (tape.needs_input_gradient(0)) {
    const Buffer gradient = tape.allocate(a.shape());
    kernels::gemm_each(batch, rows, length, columns, {dy.data(), columns}, {b.data(), length},
                       gradient.data());
    first = gradient;
  }
  if (tape.needs_input_gradient(1)) {
    const Buffer gradient = tape.allocate(b.shape());
    kernels::gemm_each(batch, columns, length, rows, {dy.data(), columns, true}, {a.data(), length},
                       gradient.data());
    second = gradient;
  }
  if (options_.normalize) {
    second = normalized_backward(*this, second, tape);
    first = normalized_backward(*this, first, tape);
  }
  const auto [x0, x1] = tape.restore<2>(*this);
  if (!first.empty()) dx[0] = LastAxes(*this, first_axis_, x0.shape()).put_back(first, tape);
  if (!second.empty()) dx[1] = LastAxes(*this, second_axis_, x1.shape()).put_back(second, tape);
}

template <class Fields>
void list_fields(Fields& fields, Axes& axes, DotOptions& options) {
  fields.required("axes", axes);
  fields("normalize", options.normalize);
}

template class Described<Dot, MergingLayer, DotOptions, Axes>;

}  // namespace keratin::layers
