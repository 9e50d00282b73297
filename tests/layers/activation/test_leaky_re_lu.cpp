#include <cmath>

#include "keratin/layers/activation/leaky_re_lu.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("LeakyReLU is a layer") {
  const auto make = [] { return std::make_shared<LeakyReLU>(LeakyReLUOptions{.input_shape = {3}}); };
  check_layer(make, {5, 3}, {.output_shape = {5, 3}});
}

TEST_CASE("LeakyReLU computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("LeakyReLU")) {
    LeakyReLU layer(golden.arguments.number("negative_slope", LeakyReLUOptions{}.negative_slope));
    check_golden(layer, golden, 1e-7);
  }
}

TEST_CASE("LeakyReLU and its gradient equal the double loop") {
  for (double slope : {0.0, 0.2, 0.3, 1.5}) {
    LeakyReLU layer({.negative_slope = slope});
    check_reference(layer, {3, 40, 60},
                    [&](const reference::Array& x, const auto&) { return reference::leaky_relu(x, slope); });
  }
}

TEST_CASE("LeakyReLU takes its slope in each of its forms") {
  const Tensor x = {-1.0f, 2.0f};
  require_close(infer(connected(LeakyReLU(), {2}), x), Tensor{-0.3f, 2.0f}, 0);
  require_close(infer(connected(LeakyReLU(0.2f), {2}), x), Tensor{-0.2f, 2.0f}, 0);
  require_close(infer(connected(LeakyReLU({.negative_slope = 0.2f}), {2}), x), Tensor{-0.2f, 2.0f}, 0);
}

TEST_CASE("LeakyReLU says what is wrong") {
  CHECK(error_of([] { LeakyReLU(-0.5); }) ==
        "Layer \"leaky_re_lu\" (LeakyReLU): negative_slope must be 0 or more and finite, but received -0.5.");
  CHECK(error_of([] { LeakyReLU({.negative_slope = std::nan("")}); }).find("received nan") !=
        std::string::npos);
}
