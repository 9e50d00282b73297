#include "keratin/layers/core/input_layer.hpp"
#include "keratin/layers/merging/subtract.hpp"
#include "support/catch.hpp"
#include "support/merging.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Subtract is a layer") {
  const auto make = [] { return std::make_shared<Subtract>(); };
  check_merging_layer(make, {{2, 3, 4}, {2, 3, 4}}, {2, 3, 4});
  check_merging_layer(make, {{3, 4, 5, 2}, {3, 2}}, {3, 4, 5, 2});
  check_merging_layer(make, {{16, 24, 24, 32}, {16, 24, 24, 32}}, {16, 24, 24, 32});
}

TEST_CASE("Subtract computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Subtract")) {
    Subtract layer;
    check_merging_golden(layer, golden);
  }
}

TEST_CASE("Subtract and its gradient equal the double loop") {
  for (const std::vector<Shape>& inputs : std::vector<std::vector<Shape>>{
           {{2, 3}, {2, 3}},
           {{2, 3, 5}, {2, 1, 5}},
           {{2, 1, 5}, {2, 3, 1}},
           {{2, 5}, {2, 4, 3, 5}},
       }) {
    Subtract layer;
    check_merging_reference(
        layer, inputs, [](const auto& x) { return folded(x, [](double a, double b) { return a - b; }); });
  }
}

TEST_CASE("Subtract takes two inputs") {
  CHECK(error_of([] {
          Subtract()({Input({4}), Input({4}), Input({4})});
        }) ==
        "Layer \"subtract\" (Subtract): it should be called on exactly 2 inputs, but received 3: (None, 4), "
        "(None, 4), (None, 4).");
  CHECK(error_of([] { Subtract()({Input({4})}); }) ==
        "Layer \"subtract\" (Subtract): it should be called on exactly 2 inputs, but received 1: (None, 4).");
}
