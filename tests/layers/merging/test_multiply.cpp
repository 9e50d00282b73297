#include "keratin/layers/merging/multiply.hpp"
#include "support/catch.hpp"
#include "support/merging.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Multiply is a layer") {
  const auto make = [] { return std::make_shared<Multiply>(); };
  check_merging_layer(make, {{2, 3, 4}, {2, 3, 4}}, {2, 3, 4});
  check_merging_layer(make, {{2, 3}, {2, 3}, {2, 3}}, {2, 3});
  check_merging_layer(make, {{2, 3}}, {2, 3});
  check_merging_layer(make, {{3, 4, 5, 2}, {3, 1, 5, 1}, {3, 2}}, {3, 4, 5, 2});
  check_merging_layer(make, {{16, 24, 24, 32}, {16, 24, 24, 32}}, {16, 24, 24, 32});
}

TEST_CASE("Multiply computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Multiply")) {
    Multiply layer;
    check_merging_golden(layer, golden);
  }
}

TEST_CASE("Multiply and its gradient equal the double loop") {
  for (const std::vector<Shape>& inputs : std::vector<std::vector<Shape>>{
           {{2, 3}, {2, 3}},
           {{2, 3, 5}, {2, 3, 5}, {2, 3, 5}, {2, 3, 5}},
           {{2, 3, 5}, {2, 1, 5}},
           {{2, 1, 5}, {2, 3, 1}},
           {{2, 5}, {2, 4, 3, 5}, {2, 3, 1}},
       }) {
    Multiply layer;
    check_merging_reference(
        layer, inputs, [](const auto& x) { return folded(x, [](double a, double b) { return a * b; }); });
  }
}
