#include "keratin/layers/normalization/layer_normalization.hpp"
#include "support/axes.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("LayerNormalization is a layer") {
  check_layer(
      [] {
        return std::make_shared<LayerNormalization>(LayerNormalizationOptions{.input_shape = {3, 5}});
      },
      {4, 3, 5}, {.output_shape = {4, 3, 5}, .weights = {{5}, {5}}, .refused_inputs = {{4}, {4, 3, None}}});
  check_layer(
      [] {
        return std::make_shared<LayerNormalization>(LayerNormalizationOptions{.axis = {1, 3}});
      },
      {2, 3, 2, 4}, {.output_shape = {2, 3, 2, 4}, .weights = {{3, 4}, {3, 4}}});
  check_layer(
      [] {
        return std::make_shared<LayerNormalization>(
            LayerNormalizationOptions{.center = false, .scale = false});
      },
      {6, 3}, {.output_shape = {6, 3}});
}

TEST_CASE("LayerNormalization computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("LayerNormalization")) {
    const Arguments& arguments = golden.arguments;
    LayerNormalization layer({.axis = axes_of(arguments.integers("axis")),
                              .epsilon = arguments.number("epsilon", 1e-3),
                              .center = arguments.flag("center", true),
                              .scale = arguments.flag("scale", true)});
    check_golden(layer, golden, 5e-6);
  }
}

TEST_CASE("LayerNormalization and its gradients equal the double loop") {
  for (const std::vector<int>& axes :
       std::vector<std::vector<int>>{{1}, {2}, {1, 2}, {3}, {1, 3}, {1, 2, 3}}) {
    for (const Shape& shape : {Shape{2, 3, 4, 5}, Shape{1, 2, 3, 9}, Shape{3, 2, 17, 2}}) {
      LayerNormalization layer({.axis = axes_of(axes)});
      check_reference(layer, shape, [&](const reference::Array& x, const auto& weights) {
        return reference::layer_norm(x, weights[0], weights[1], axes, 1e-3);
      });
    }
  }
}

TEST_CASE("LayerNormalization without weights takes open axes") {
  const LayerNormalization layer =
      connected(LayerNormalization({.center = false, .scale = false}), {None, None});
  CHECK(to_string(shape_of(infer(layer, random_tensor({2, 7})))) == "(2, 7)");
}

TEST_CASE("LayerNormalization passes its regularizers and constraints to its weights") {
  LayerNormalization layer(
      {.beta_regularizer = "l1", .gamma_regularizer = regularizers::L2(0.5), .gamma_constraint = "non_neg"});
  connect(layer, {None, 3});
  const std::vector<Weight*> weights = layer.weights();
  REQUIRE(weights.size() == 2);
  CHECK(weights[0]->regularizer()->name() == "L2");
  CHECK(weights[0]->constraint()->name() == "NonNeg");
  CHECK(weights[1]->regularizer()->name() == "L1");
  CHECK(weights[1]->constraint() == nullptr);
}

TEST_CASE("LayerNormalization says what is wrong") {
  CHECK(error_of([] { LayerNormalization({.beta_constraint = "round"}); }).find("round") !=
        std::string::npos);
  CHECK(error_of([] { LayerNormalization({.epsilon = 0}); }) ==
        "Layer \"layer_normalization\" (LayerNormalization): epsilon must be positive and finite, but "
        "received 0.");
  CHECK(error_of([] {
          connect(LayerNormalization({.axis = 2}), {None, 3});
        }) ==
        "Layer \"layer_normalization\" (LayerNormalization): axis 2 is not an axis of an input of shape "
        "(None, 3), or is its batch. Give one from 1 to 1, or -1 for the last.");
  CHECK(error_of([] {
          connect(LayerNormalization({.axis = {0, 1}}), {None, 3});
        }).find("axis 0 is not an axis of an input of shape (None, 3), or is its batch.") !=
        std::string::npos);
  CHECK(error_of([] {
          connect(LayerNormalization({.axis = {2, -1}}), {None, 3, 4});
        }) ==
        "Layer \"layer_normalization\" (LayerNormalization): axis -1 of an input of shape (None, 3, 4) is "
        "given "
        "twice.");
  CHECK(error_of([] {
          connect(LayerNormalization({.axis = Axes{}}), {None, 3});
        }) == "Layer \"layer_normalization\" (LayerNormalization): axis must name at least one axis.");
  CHECK(
      error_of([] {
        connect(LayerNormalization(), {None, 3, None});
      }) ==
      "Layer \"layer_normalization\" (LayerNormalization): the axes of its input that it normalizes across "
      "must "
      "be known, but received shape (None, 3, None). Give the model's input a number in place of that None.");
}
