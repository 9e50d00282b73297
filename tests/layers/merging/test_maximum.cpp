#include <cmath>

#include "keratin/layers/merging/maximum.hpp"
#include "support/catch.hpp"
#include "support/merging.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Maximum is a layer") {
  const auto make = [] { return std::make_shared<Maximum>(); };
  check_merging_layer(make, {{2, 3, 4}, {2, 3, 4}}, {2, 3, 4});
  check_merging_layer(make, {{2, 3}, {2, 3}, {2, 3}}, {2, 3});
  check_merging_layer(make, {{2, 3}}, {2, 3});
  check_merging_layer(make, {{3, 4, 5, 2}, {3, 1, 5, 1}, {3, 2}}, {3, 4, 5, 2});
  check_merging_layer(make, {{16, 24, 24, 32}, {16, 24, 24, 32}}, {16, 24, 24, 32});
}

TEST_CASE("Maximum computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Maximum")) {
    Maximum layer;
    check_merging_golden(layer, golden);
  }
}

TEST_CASE("Maximum and its gradient equal the double loop") {
  for (const std::vector<Shape>& inputs : std::vector<std::vector<Shape>>{
           {{2, 3}, {2, 3}},
           {{2, 3, 5}, {2, 3, 5}, {2, 3, 5}, {2, 3, 5}},
           {{2, 3, 5}, {2, 1, 5}},
           {{2, 1, 5}, {2, 3, 1}},
           {{2, 5}, {2, 4, 3, 5}, {2, 3, 1}},
       }) {
    Maximum layer;
    check_merging_reference(layer, inputs, [](const auto& x) {
      return folded(x, [](double a, double b) { return a > b ? a : b; });
    });
  }
}

TEST_CASE("Maximum passes on what is not a number") {
  const Tensor none({1, 2}, NAN), some({1, 2}, 1.0f);
  Maximum layer;
  LayerAccess::connect(layer, {{1, 2}, {1, 2}});
  CHECK(std::isnan(infer(layer, {none, some})(0, 0)));
  CHECK(std::isnan(infer(layer, {some, none})(0, 0)));
}
