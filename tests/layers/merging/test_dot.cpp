#include <cmath>

#include "keratin/layers/core/input_layer.hpp"
#include "keratin/layers/merging/dot.hpp"
#include "support/axes.hpp"
#include "support/catch.hpp"
#include "support/merging.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

/// The vectors along an axis of one sample, in the order of the other axes.
std::vector<std::vector<double>> vectors_of(const reference::Array& x, int axis, int sample, bool normalize) {
  std::size_t before = 1, inner = 1;
  for (int i = 1; i < axis; ++i) before *= static_cast<std::size_t>(x.shape[i]);
  for (int i = axis + 1; i < x.shape.rank(); ++i) inner *= static_cast<std::size_t>(x.shape[i]);
  const auto length = static_cast<std::size_t>(x.shape[axis]);
  const double* data = x.data.data() + static_cast<std::size_t>(sample) * before * length * inner;
  std::vector<std::vector<double>> vectors;
  for (std::size_t outer = 0; outer < before; ++outer) {
    for (std::size_t i = 0; i < inner; ++i) {
      std::vector<double>& vector = vectors.emplace_back();
      double squares = 0;
      for (std::size_t k = 0; k < length; ++k) {
        vector.push_back(data[(outer * length + k) * inner + i]);
        squares += vector.back() * vector.back();
      }
      for (double& number : vector) number /= normalize ? std::sqrt(squares) : 1;
    }
  }
  return vectors;
}

reference::Array products(const std::vector<reference::Array>& x, std::array<int, 2> axes, bool normalize) {
  Shape shape{x[0].shape[0]};
  for (std::size_t i : {0, 1}) {
    for (int axis = 1; axis < x[i].shape.rank(); ++axis) {
      if (axis != axes[i]) shape.push_back(x[i].shape[axis]);
    }
  }
  if (shape.rank() == 1) shape.push_back(1);
  reference::Array y = reference::zeros(shape);
  std::size_t place = 0;
  for (int sample = 0; sample < shape[0]; ++sample) {
    const auto second = vectors_of(x[1], axes[1], sample, normalize);
    for (const auto& a : vectors_of(x[0], axes[0], sample, normalize)) {
      for (const auto& b : second) {
        for (std::size_t k = 0; k < a.size(); ++k) y.data[place] += a[k] * b[k];
        ++place;
      }
    }
  }
  return y;
}

}  // namespace

TEST_CASE("Dot is a layer") {
  check_merging_layer([] { return std::make_shared<Dot>(1); }, {{3, 5}, {3, 5}}, {3, 1});
  check_merging_layer([] { return std::make_shared<Dot>(Axes{2, 1}); }, {{2, 3, 4}, {2, 4, 5}}, {2, 3, 5});
  check_merging_layer([] { return std::make_shared<Dot>(-1, DotOptions{.normalize = true}); },
                      {{2, 3, 4}, {2, 4}}, {2, 3});
  check_merging_layer([] { return std::make_shared<Dot>(-1); }, {{4, 40, 64}, {4, 50, 64}}, {4, 40, 50});
}

TEST_CASE("Dot computes what Keras computes, vectors of length 0 included") {
  for (const LayerCase& golden : layer_cases("Dot")) {
    Dot layer(axes_of(golden.arguments.integers("axes")),
              {.normalize = golden.arguments.flag("normalize", false)});
    check_merging_golden(layer, golden, 2e-6);
  }
}

TEST_CASE("Dot and its gradient equal the double loop") {
  for (bool normalize : {false, true}) {
    const auto check = [&](std::array<int, 2> axes, const std::vector<Shape>& inputs) {
      Dot layer({axes[0], axes[1]}, {.normalize = normalize});
      check_merging_reference(layer, inputs, [&](const auto& x) { return products(x, axes, normalize); });
    };
    check({1, 1}, {{3, 5}, {3, 5}});
    check({2, 1}, {{2, 3, 4}, {2, 4, 5}});
    check({1, 2}, {{2, 3, 4}, {2, 5, 3}});
    check({1, 1}, {{2, 3, 4}, {2, 3}});
    check({3, 3}, {{2, 2, 3, 4}, {2, 5, 2, 4}});
    check({2, 1}, {{2, 2, 3, 4}, {2, 3, 2}});
  }
}

TEST_CASE("Dot says what is wrong") {
  CHECK(error_of([] {
          Dot(1)({Input({5}), Input({4})});
        }) ==
        "Layer \"dot\" (Dot): its inputs have incompatible shapes: the size 5 (at axis 1) is not 4 (at axis "
        "1) of "
        "shapes (None, 5), (None, 4). Choose axes of one size.");
  CHECK(error_of([] {
          Dot(0)({Input({5}), Input({5})});
        }) ==
        "Layer \"dot\" (Dot): axis 0 is not an axis of an input of shape (None, 5), or is its batch. Give "
        "one from 1 to 1, or -1 for the last.");
  CHECK(error_of([] {
          Dot({1, 3})({Input({5}), Input({5})});
        }) ==
        "Layer \"dot\" (Dot): axis 3 is not an axis of an input of shape (None, 5), or is its batch. Give "
        "one from 1 to 1, or -1 for the last.");
  CHECK(error_of([] { Dot(1)({Input({5})}); }) ==
        "Layer \"dot\" (Dot): it should be called on a list of 2 inputs, but received 1: (None, 5).");
  CHECK(error_of([] {
          const Dot layer({1, 2, 3});
        }) ==
        "Layer \"dot\" (Dot): axes must be one axis, or one for each of two inputs, but received 3 axes.");
}
