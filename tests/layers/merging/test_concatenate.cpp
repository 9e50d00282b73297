#include "keratin/layers/core/input_layer.hpp"
#include "keratin/layers/merging/concatenate.hpp"
#include "support/catch.hpp"
#include "support/merging.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

/// The inputs one after the other along an axis, each element copied to its place.
reference::Array joined(const std::vector<reference::Array>& x, int axis) {
  Shape shape = x.front().shape;
  shape[axis] = 0;
  for (const auto& one : x) shape[axis] += one.shape[axis];
  std::size_t inner = 1;
  for (int next = axis + 1; next < shape.rank(); ++next) inner *= static_cast<std::size_t>(shape[next]);
  reference::Array y = reference::zeros(shape);
  const std::size_t length = static_cast<std::size_t>(shape[axis]) * inner;
  std::size_t start = 0;
  for (const auto& one : x) {
    const std::size_t own = static_cast<std::size_t>(one.shape[axis]) * inner;
    for (std::size_t i = 0; i < one.data.size(); ++i)
      y.data[i / own * length + start + i % own] = one.data[i];
    start += own;
  }
  return y;
}

}  // namespace

TEST_CASE("Concatenate is a layer") {
  const auto along = [](int axis) {
    return [axis] { return std::make_shared<Concatenate>(ConcatenateOptions{.axis = axis}); };
  };
  check_merging_layer(along(-1), {{2, 3}, {2, 4}}, {2, 7});
  check_merging_layer(along(-1), {{2, 3}}, {2, 3});
  check_merging_layer(along(1), {{2, 3, 4}, {2, 1, 4}, {2, 2, 4}}, {2, 6, 4});
  check_merging_layer(along(-1), {{16, 24, 24, 32}, {16, 24, 24, 16}}, {16, 24, 24, 48});
}

TEST_CASE("Concatenate computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Concatenate")) {
    Concatenate layer({.axis = golden.arguments.integer("axis", -1)});
    check_merging_golden(layer, golden);
  }
}

TEST_CASE("Concatenate and its gradient equal the double loop") {
  for (int axis : {0, 1, 2, 3}) {
    std::vector<Shape> inputs(3, {2, 3, 1, 4});
    inputs[1][axis] = 5;
    inputs[2][axis] = 2;
    Concatenate layer({.axis = axis});
    check_merging_reference(layer, inputs, [&](const auto& x) { return joined(x, axis); });
  }
}

TEST_CASE("Concatenate's output has an open size if one of an input's is open") {
  const auto shape_of_all = [](int axis, const std::vector<Shape>& inputs) {
    Concatenate layer({.axis = axis});
    return to_string(LayerAccess::connect(layer, inputs)[0]);
  };
  CHECK(shape_of_all(1, {{None, None, 3}, {None, 5, 3}}) == "(None, None, 3)");
  CHECK(shape_of_all(-1, {{None, None, 3}, {None, 5, 2}}) == "(None, None, 5)");
  CHECK(shape_of_all(0, {{None, 3}, {None, 3}}) == "(None, 3)");
  CHECK(shape_of_all(0, {{8, 3}, {8, 3}}) == "(16, 3)");
  CHECK(shape_of_all(1, {{None, 3}, {8, 3}}) == "(8, 6)");
}

TEST_CASE("Concatenate says what is wrong") {
  CHECK(error_of([] {
          Concatenate()({Input({4, 3}), Input({5, 3})});
        }) ==
        "Layer \"concatenate\" (Concatenate): its inputs must have matching shapes except on axis -1, but "
        "received (None, 4, 3), (None, 5, 3). Crop, pad or resize one of them, or choose another axis.");
  CHECK(error_of([] {
          Concatenate({.axis = 1})({Input({5, 3}), Input({3})});
        }) ==
        "Layer \"concatenate\" (Concatenate): its inputs must have matching shapes except on axis 1, but "
        "received (None, 5, 3), (None, 3). Crop, pad or resize one of them, or choose another axis.");
  CHECK(error_of([] {
          Concatenate({.axis = -3})({Input({5}), Input({3})});
        }) ==
        "Layer \"concatenate\" (Concatenate): axis -3 is not an axis of an input of shape (None, 5). Give "
        "one from 1 to 1, or -1 for the last.");
  CHECK(error_of([] { Concatenate()(Input({5})); }) ==
        "Layer \"concatenate\" (Concatenate): a merging layer should be called on a list of inputs, but "
        "received "
        "one of shape (None, 5). Call it on a list, such as Concatenate()({a, b}).");
}
