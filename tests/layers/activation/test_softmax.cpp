#include "keratin/layers/activation/softmax.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Softmax is a layer") {
  const auto make = [] { return std::make_shared<Softmax>(SoftmaxOptions{.input_shape = {3}}); };
  check_layer(make, {5, 3}, {.output_shape = {5, 3}, .refused_inputs = {{5}}});
  check_layer([] { return std::make_shared<Softmax>(1); }, {2, 3, 4, 5}, {.output_shape = {2, 3, 4, 5}});
}

TEST_CASE("Softmax computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Softmax")) {
    Softmax layer(golden.arguments.integer("axis", SoftmaxOptions{}.axis));
    check_golden(layer, golden);
  }
}

TEST_CASE("Softmax and its gradient equal the double loop") {
  for (int axis : {-3, -2, -1, 1, 2, 3}) {
    Softmax layer({.axis = axis});
    check_reference(layer, {2, 3, 4, 5},
                    [&](const reference::Array& x, const auto&) { return reference::softmax(x, axis); });
  }
}

TEST_CASE("Softmax over the last axis is the activation, so that losses find its logits") {
  Softmax last(2), inner(1);
  connect(last, {None, 3, 4});
  connect(inner, {None, 3, 4});
  REQUIRE(last.activation() != nullptr);
  CHECK(last.activation()->name == "softmax");
  CHECK(inner.activation() == nullptr);
}

TEST_CASE("Softmax says what is wrong") {
  CHECK(error_of([] {
          connect(Softmax(3), {None, 4, 5});
        }) ==
        "Layer \"softmax\" (Softmax): axis 3 is not an axis of an input of shape (None, 4, 5), or is its "
        "batch. Give one from 1 to 2, or -1 for the last.");
  CHECK(error_of([] {
          connect(Softmax(-3), {None, 4, 5});
        }).find("axis -3 is not an axis") != std::string::npos);
}
