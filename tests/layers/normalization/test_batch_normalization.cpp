#include "keratin/layers/normalization/batch_normalization.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("BatchNormalization is a layer") {
  check_layer([] { return std::make_shared<BatchNormalization>(); }, {4, 3, 2, 5},
              {.output_shape = {4, 3, 2, 5}, .weights = {{5}, {5}, {5}, {5}}, .refused_inputs = {{4}}});
  check_layer(
      [] {
        return std::make_shared<BatchNormalization>(
            BatchNormalizationOptions{.center = false, .scale = false});
      },
      {6, 3}, {.output_shape = {6, 3}, .weights = {{3}, {3}}});
}

TEST_CASE("BatchNormalization computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("BatchNormalization")) {
    INFO(golden.name);
    const Arguments& arguments = golden.arguments;
    BatchNormalization layer({.axis = arguments.integer("axis", -1),
                              .momentum = arguments.number("momentum", 0.99),
                              .epsilon = arguments.number("epsilon", 1e-3),
                              .center = arguments.flag("center", true),
                              .scale = arguments.flag("scale", true)});
    check_golden(layer, golden, 5e-6);
  }
}

TEST_CASE("BatchNormalization and its gradients equal the double loop") {
  for (int axis : {-1, 1, 2}) {
    for (const Shape& shape : {Shape{4, 3, 5}, Shape{2, 2, 3, 40}, Shape{3, 70, 2, 1}}) {
      BatchNormalization layer({.axis = axis});
      check_reference(layer, shape, [&](const reference::Array& x, const auto& weights) {
        return reference::batch_norm_training(x, weights[0], weights[1], axis, 1e-3);
      });
    }
  }
}

TEST_CASE("BatchNormalization moves its averages in training, and uses them in inference") {
  BatchNormalization layer({.momentum = 0.9});
  const Tensor x = random_tensor({8, 3}) * 2 + 1;
  connect(layer, {None, 3});
  train(layer, x, random_tensor({8, 3}));
  const std::vector<Tensor> moved = layer.get_weights();
  const reference::Array mean = reference::mean_along(reference::from_tensor(x), -1);
  const reference::Array variance = reference::variance_along(reference::from_tensor(x), -1);
  require_close(moved[2], reference::to_tensor(mean) * 0.1f, 1e-6);
  require_close(moved[3], 0.9f + reference::to_tensor(variance) * 0.1f, 1e-6);
  const Tensor expected = (x - moved[2]) / xt::sqrt(moved[3] + 1e-3f);
  require_close(infer(layer, x), expected, 1e-6);
  CHECK(layer.get_weights() == moved);
}

TEST_CASE("BatchNormalization says what is wrong") {
  CHECK(
      error_of([] { BatchNormalization({.momentum = 1.5}); }) ==
      "Layer \"batch_normalization\" (BatchNormalization): momentum must be from 0 to 1, but received 1.5.");
  CHECK(error_of([] { BatchNormalization({.epsilon = 0}); }) ==
        "Layer \"batch_normalization\" (BatchNormalization): epsilon must be positive and finite, but "
        "received 0.");
  CHECK(error_of([] {
          connect(BatchNormalization({.axis = 2}), {None, 3});
        }) ==
        "Layer \"batch_normalization\" (BatchNormalization): axis 2 is not an axis of an input of shape "
        "(None, 3), or is its batch. Give one from 1 to 1, or -1 for the last.");
  CHECK(error_of([] {
          connect(BatchNormalization(), {None, 3, None});
        }) ==
        "Layer \"batch_normalization\" (BatchNormalization): axis -1 of its input must be known, but "
        "received shape "
        "(None, 3, None). Give the model's input a number in place of that None.");
}
