#include "keratin/layers/re_lu.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("ReLU is a layer") {
  check_layer([] { return std::make_shared<ReLU>(ReLUOptions{.input_shape = {3}}); }, {5, 3},
              {.output_shape = {5, 3}});
}

TEST_CASE("ReLU computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("ReLU")) {
    if (!golden.arguments.numbers.empty()) continue;  // arguments that we do not have
    ReLU layer;
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("ReLU and its gradient equal the double loop") {
  ReLU layer;
  check_reference(layer, {3, 4, 5}, [](const reference::Array& x, const auto&) {
    return reference::relu(x, std::nullopt, 0.0, 0.0);
  });
}
