#include "keratin/layers/merging/average.hpp"
#include "support/catch.hpp"
#include "support/merging.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Average is a layer") {
  const auto make = [] { return std::make_shared<Average>(); };
  check_merging_layer(make, {{2, 3, 4}, {2, 3, 4}}, {2, 3, 4});
  check_merging_layer(make, {{2, 3}, {2, 3}, {2, 3}}, {2, 3});
  check_merging_layer(make, {{2, 3}}, {2, 3});
  check_merging_layer(make, {{3, 4, 5, 2}, {3, 1, 5, 1}, {3, 2}}, {3, 4, 5, 2});
  check_merging_layer(make, {{16, 24, 24, 32}, {16, 24, 24, 32}}, {16, 24, 24, 32});
}

TEST_CASE("Average computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Average")) {
    Average layer;
    check_merging_golden(layer, golden);
  }
}

TEST_CASE("Average and its gradient equal the double loop") {
  for (const std::vector<Shape>& inputs : std::vector<std::vector<Shape>>{
           {{2, 3}, {2, 3}},
           {{2, 3, 5}, {2, 3, 5}, {2, 3, 5}, {2, 3, 5}},
           {{2, 3, 5}, {2, 1, 5}},
           {{2, 1, 5}, {2, 3, 1}},
           {{2, 5}, {2, 4, 3, 5}, {2, 3, 1}},
       }) {
    Average layer;
    check_merging_reference(layer, inputs, [](const auto& x) {
      reference::Array y = folded(x, [](double a, double b) { return a + b; });
      for (double& number : y.data) number /= static_cast<double>(x.size());
      return y;
    });
  }
}
