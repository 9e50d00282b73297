#include "keratin/layers/activation/p_re_lu.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("PReLU is a layer") {
  const auto make = [] { return std::make_shared<PReLU>(PReLUOptions{.input_shape = {3, 4}}); };
  check_layer(make, {5, 3, 4},
              {.output_shape = {5, 3, 4}, .weights = {{3, 4}}, .refused_inputs = {{5}, {None, None, 4}}});
  const auto shared = [] { return std::make_shared<PReLU>(PReLUOptions{.shared_axes = {1, 2}}); };
  check_layer(shared, {2, 3, 4, 5}, {.output_shape = {2, 3, 4, 5}, .weights = {{1, 1, 5}}});
}

TEST_CASE("PReLU computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("PReLU")) {
    PReLU layer({.shared_axes = golden.arguments.integers("shared_axes")});
    check_golden(layer, golden);
  }
}

TEST_CASE("PReLU and its gradients equal the double loop") {
  for (const std::vector<int>& shared :
       std::vector<std::vector<int>>{{}, {1}, {2}, {1, 2}, {1, 3}, {3}, {1, 2, 3}}) {
    PReLU layer({.shared_axes = shared});
    check_reference(layer, {3, 4, 5, 6}, [](const reference::Array& x, const auto& weights) {
      return reference::prelu(x, weights[0]);
    });
  }
}

TEST_CASE("PReLU starts at its initializer and takes open dimensions that are shared") {
  PReLU layer({.alpha_initializer = initializers::Constant(0.25), .shared_axes = {1, 2}});
  CHECK(connect(layer, {None, None, None, 3}) == Shape{None, None, None, 3});
  require_close(layer.get_weights()[0], Tensor{{{0.25f, 0.25f, 0.25f}}}, 0);
  require_close(infer(layer, Tensor{{{{-4.0f, 4.0f, -1.0f}, {0.0f, 1.0f, -8.0f}}}}),
                Tensor{{{{-1.0f, 4.0f, -0.25f}, {0.0f, 1.0f, -2.0f}}}}, 0);
}

TEST_CASE("PReLU says what is wrong") {
  for (const auto& [axis, text] : {std::pair(0, "0"), std::pair(3, "3"), std::pair(-1, "-1")}) {
    CHECK(error_of([axis = axis] {
            connect(PReLU({.shared_axes = {axis}}), {None, 4, 5});
          }) == std::string("Layer \"p_re_lu\" (PReLU): shared_axes must be from 1 to 2 for an input of "
                            "shape (None, 4, 5), but "
                            "received ") +
                    text + ".");
  }
  CHECK(error_of([] {
          connect(PReLU(), {None, None, 5});
        }) ==
        "Layer \"p_re_lu\" (PReLU): every dimension of its input that is not among the shared_axes must be "
        "known, but received shape (None, None, 5). Give the model's input a number in place of that None.");
}
