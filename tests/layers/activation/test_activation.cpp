#include "keratin/layers/activation/activation.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Activation is a layer") {
  const auto make = [] {
    return std::make_shared<Activation>("tanh", ActivationOptions{.input_shape = {3}});
  };
  check_layer(make, {5, 3}, {.output_shape = {5, 3}});
  check_layer([] { return std::make_shared<Activation>(activations::relu); }, {2, 3, 2},
              {.output_shape = {2, 3, 2}});
  check_layer([] { return std::make_shared<Activation>("glu"); }, {2, 3, 4},
              {.output_shape = {2, 3, 2}, .refused_inputs = {{2, 3}, {4}}});
}

TEST_CASE("Activation computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Activation")) {
    Activation layer(golden.arguments.text("activation", ""));
    check_golden(layer, golden, 2e-6);
  }
}

TEST_CASE("Activation and its gradient equal the double loop") {
  for (const std::string name : {"tanh", "sigmoid", "softmax", "gelu"}) {
    Activation layer(name);
    check_reference(layer, {3, 4, 5},
                    [&](const reference::Array& x, const auto&) { return reference::activation(name, x); });
  }
}

TEST_CASE("glu and its gradient equal the double loop") {
  for (const Shape& shape : {Shape{3, 2}, Shape{2, 3, 10}}) {
    Activation layer("glu");
    check_reference(layer, shape, [](const reference::Array& x, const auto&) { return reference::glu(x); });
  }
  CHECK(Activation("glu").compute_output_shape({None, 4, None}) == Shape{None, 4, None});
}

TEST_CASE("Activation says what is wrong") {
  CHECK(error_of([] {
          connect(Activation("glu"), {None, 3});
        }) ==
        "Layer \"activation\" (Activation): \"glu\" halves the last axis of its input, whose size must be "
        "even, "
        "but received shape (None, 3).");
  CHECK(error_of([] { Activation("tahn"); }).find("\"tahn\"") != std::string::npos);
  CHECK(error_of([] { Activation("tahn"); }).find("tanh") != std::string::npos);
}
