#include "keratin/layers/normalization/group_normalization.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("GroupNormalization is a layer") {
  check_layer(
      [] {
        return std::make_shared<GroupNormalization>(
            GroupNormalizationOptions{.groups = 2, .input_shape = {3, 2, 4}});
      },
      {2, 3, 2, 4},
      {.output_shape = {2, 3, 2, 4}, .weights = {{4}, {4}}, .refused_inputs = {{4}, {2, 3, 2, 5}}});
  check_layer(
      [] { return std::make_shared<GroupNormalization>(GroupNormalizationOptions{.groups = -1, .axis = 1}); },
      {2, 3, 2, 4}, {.output_shape = {2, 3, 2, 4}, .weights = {{3}, {3}}});
  check_layer(
      [] {
        return std::make_shared<GroupNormalization>(
            GroupNormalizationOptions{.groups = 1, .center = false, .scale = false});
      },
      {6, 3}, {.output_shape = {6, 3}});
}

TEST_CASE("GroupNormalization computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("GroupNormalization")) {
    const Arguments& arguments = golden.arguments;
    GroupNormalization layer({.groups = arguments.integer("groups", 32),
                              .axis = arguments.integer("axis", -1),
                              .epsilon = arguments.number("epsilon", 1e-3),
                              .center = arguments.flag("center", true),
                              .scale = arguments.flag("scale", true)});
    check_golden(layer, golden, 5e-6);
  }
}

TEST_CASE("GroupNormalization and its gradients equal the double loop") {
  for (int axis : {1, 2, 3}) {
    for (const Shape& shape : {Shape{2, 4, 4, 4}, Shape{1, 12, 2, 4}, Shape{2, 4, 8, 36}}) {
      for (int groups : {1, 2, shape[axis]}) {
        GroupNormalization layer({.groups = groups, .axis = axis - 4});
        check_reference(layer, shape, [&](const reference::Array& x, const auto& weights) {
          return reference::group_norm(x, weights[0], weights[1], groups, axis, 1e-3);
        });
      }
    }
  }
}

TEST_CASE("GroupNormalization takes its arguments in each of their forms") {
  const Tensor x = random_tensor({2, 3, 64});
  const Tensor y = infer(connected(GroupNormalization(), shape_of(x)), x);
  require_close(infer(connected(GroupNormalization(32), shape_of(x)), x), y, 0);
  require_close(infer(connected(GroupNormalization({.groups = 32, .axis = 2}), shape_of(x)), x), y, 0);
}

TEST_CASE("GroupNormalization passes its regularizers and constraints to its weights") {
  GroupNormalization layer({.groups = 1,
                            .beta_regularizer = "l1",
                            .gamma_regularizer = regularizers::L2(0.5),
                            .gamma_constraint = "non_neg"});
  connect(layer, {None, 3});
  const std::vector<Weight*> weights = layer.weights();
  REQUIRE(weights.size() == 2);
  CHECK(weights[0]->regularizer()->name() == "L2");
  CHECK(weights[0]->constraint()->name() == "NonNeg");
  CHECK(weights[1]->regularizer()->name() == "L1");
  CHECK(weights[1]->constraint() == nullptr);
}

TEST_CASE("GroupNormalization says what is wrong") {
  CHECK(
      error_of([] { GroupNormalization(0); }) ==
      "Layer \"group_normalization\" (GroupNormalization): groups must be positive, or -1 for one group per "
      "channel, but received 0.");
  CHECK(error_of([] { GroupNormalization({.beta_constraint = "round"}); }).find("round") !=
        std::string::npos);
  CHECK(error_of([] { GroupNormalization({.epsilon = -1}); }) ==
        "Layer \"group_normalization\" (GroupNormalization): epsilon must be positive and finite, but "
        "received -1.");
  CHECK(error_of([] {
          connect(GroupNormalization(), {None, 4, 4, 16});
        }) ==
        "Layer \"group_normalization\" (GroupNormalization): 16 channels, axis -1 of an input of shape "
        "(None, 4, 4, "
        "16), do not make 32 equal groups: choose groups that divide the channels, or -1 for one group "
        "per channel.");
  CHECK(error_of([] {
          connect(GroupNormalization({.axis = 4}), {None, 4, 4, 32});
        }).find("axis 4 is not an axis of an input of shape (None, 4, 4, 32), or is its batch.") !=
        std::string::npos);
  CHECK(error_of([] {
          connect(GroupNormalization(), {None, 4, None});
        }) ==
        "Layer \"group_normalization\" (GroupNormalization): axis -1 of its input must be known, but "
        "received shape "
        "(None, 4, None). Give the model's input a number in place of that None.");
}
