#include <limits>

#include "keratin/layers/activation/elu.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("ELU is a layer") {
  check_layer([] { return std::make_shared<ELU>(ELUOptions{.input_shape = {3}}); }, {5, 3},
              {.output_shape = {5, 3}});
}

TEST_CASE("ELU computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("ELU")) {
    ELU layer(golden.arguments.number("alpha", ELUOptions{}.alpha));
    check_golden(layer, golden);
  }
}

TEST_CASE("ELU and its gradient equal the double loop") {
  for (double alpha : {0.0, 0.3, 1.0, 2.0}) {
    ELU layer({.alpha = alpha});
    check_reference(layer, {3, 4, 60},
                    [&](const reference::Array& x, const auto&) { return reference::elu(x, alpha); });
  }
}

TEST_CASE("ELU says what is wrong") {
  CHECK(error_of([] { ELU(std::numeric_limits<double>::infinity()); }) ==
        "Layer \"elu\" (ELU): alpha must be finite, but received inf.");
}
