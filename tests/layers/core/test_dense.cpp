#include "keratin/layers/core/dense.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Dense is a layer") {
  const auto make = [] { return std::make_shared<Dense>(4, DenseOptions{.input_shape = {3}}); };
  check_layer(make, {5, 3},
              {.output_shape = {5, 4}, .weights = {{3, 4}, {4}}, .refused_inputs = {{5}, {None, None}}});
  const auto with_activation = [] {
    return std::make_shared<Dense>(2, DenseOptions{.activation = "tanh", .use_bias = false});
  };
  check_layer(with_activation, {2, 3, 4},
              {.output_shape = {2, 3, 2}, .weights = {{4, 2}}, .refused_inputs = {{}}});
}

TEST_CASE("Dense computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Dense")) {
    const std::string activation = golden.arguments.text("activation", "");
    if (activation == "glu") continue;  // halves the last axis; a separate layer here
    Dense layer(golden.arguments.integer("units", 0),
                {.activation = activation, .use_bias = golden.arguments.flag("use_bias", true)});
    check_golden(layer, golden);
  }
}

TEST_CASE("Dense and its gradients equal the double loop") {
  for (int inputs : {1, 7, 70}) {
    for (int units : {1, 5, 66}) {
      Dense layer(units);
      check_reference(layer, {3, inputs}, [](const reference::Array& x, const auto& weights) {
        return reference::dense(x, weights[0], weights[1]);
      });
    }
  }
}

TEST_CASE("Dense takes input_dim for input_shape") {
  CHECK(Dense(1, {.input_dim = 100}).declared_input_shape() == Shape{100});
  CHECK(Dense(1, {.input_shape = {2, 3}}).declared_input_shape() == Shape{2, 3});
}

TEST_CASE("Dense counts its multiplications") {
  Dense layer(5);
  connect(layer, {None, 7, 3});
  CHECK(layer.multiply_adds({1, 7, 3}) == 7 * 3 * 5);
}

TEST_CASE("Dense says what is wrong") {
  CHECK(error_of([] { Dense(0); }) == "Layer \"dense\" (Dense): units must be positive, but received 0.");
  CHECK(error_of([] {
          connect(Dense(3), {None, None});
        }) ==
        "Layer \"dense\" (Dense): the last dimension of its input must be known, but received shape (None, "
        "None). Give the model's input a number in place of that None.");
  CHECK(error_of([] { connect(Dense(3), {None}); }) ==
        "Layer \"dense\" (Dense): expected an input of at least 2 dimensions, batch included, but received "
        "shape (None,). If the axis of the features is missing, add it: in a first layer .input_shape = {1}, "
        "of data x.reshape({-1, 1}); in front of another layer Reshape({1}).");
  CHECK(error_of([] { Dense(3, {.input_dim = -2}); }) ==
        "dense: input_shape (-2,) must have positive dimensions, or None for open ones.");
  CHECK(error_of([] {
          Dense layer(3);
          connect(layer, {None, 4});
          connect(layer, {None, 5});
        }) ==
        "Layer \"dense\" (Dense): expected axis -1 of its input to be 4, as when it was built, but received "
        "shape "
        "(None, 5). Give such inputs, or call a new layer.");
  CHECK(error_of([] { Dense(3, {.activation = "rulu"}); }).find("relu6") != std::string::npos);
}
