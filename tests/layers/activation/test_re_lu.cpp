#include <cmath>
#include <limits>

#include "keratin/fusion.hpp"
#include "keratin/layers/activation/re_lu.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("ReLU is a layer") {
  check_layer([] { return std::make_shared<ReLU>(ReLUOptions{.input_shape = {3}}); }, {5, 3},
              {.output_shape = {5, 3}});
  check_layer(
      [] {
        return std::make_shared<ReLU>(ReLUOptions{.max_value = 1.5, .negative_slope = 0.1, .threshold = 0.5});
      },
      {5, 3}, {.output_shape = {5, 3}});
}

TEST_CASE("ReLU computes what Keras computes, also where its slope jumps") {
  for (const LayerCase& golden : layer_cases("ReLU")) {
    ReLUOptions options{.negative_slope = golden.arguments.number("negative_slope", 0.0),
                        .threshold = golden.arguments.number("threshold", 0.0)};
    if (golden.arguments.has("max_value")) options.max_value = golden.arguments.number("max_value", -1.0);
    ReLU layer(options);
    check_golden(layer, golden, 1e-7);
  }
}

TEST_CASE("ReLU and its gradient equal the double loop") {
  for (const std::optional<double> max_value :
       {std::optional<double>(), std::optional(0.0), std::optional(1.25)}) {
    for (const double negative_slope : {0.0, 0.25}) {
      for (const double threshold : {0.0, 0.5, 1.5}) {
        ReLU layer({.max_value = max_value, .negative_slope = negative_slope, .threshold = threshold});
        check_reference(layer, {3, 4, 5}, [&](const reference::Array& x, const auto&) {
          return reference::relu(x, max_value, negative_slope, threshold);
        });
      }
    }
  }
}

TEST_CASE("ReLU takes max_value in each of its forms") {
  const Tensor x = vector({-1, 3, 9});
  for (const auto& make : {+[] { return ReLU(6.0); }, +[] { return ReLU({.max_value = 6}); }}) {
    require_close(infer(connected(make(), {3}), x), vector({0, 3, 6}), 0);
  }
}

TEST_CASE("ReLU passes on what is not finite") {
  constexpr float inf = std::numeric_limits<float>::infinity();
  const Tensor x = vector({-inf, inf, std::nanf("")});
  const Tensor y = infer(connected(ReLU({.threshold = 1.0}), {3}), x);
  CHECK(y(0) == 0.0f);
  CHECK(y(1) == inf);
  CHECK(std::isnan(y(2)));
  CHECK(infer(connected(ReLU({.max_value = 6.0, .negative_slope = 0.5}), {3}), x)(0) == -inf);
  CHECK(infer(connected(ReLU(6.0), {3}), x)(1) == 6.0f);
}

TEST_CASE("ReLU is fused into the kernel before it if its only knee is at 0") {
  Fusion fusion;
  CHECK(ReLU().join_previous(fusion, true));
  CHECK(fusion.negative_slope == 0.0f);
  CHECK_FALSE(ReLU().join_previous(fusion, true));
  Fusion leaky;
  CHECK(ReLU({.negative_slope = 0.25}).join_previous(leaky, false));
  CHECK(leaky.negative_slope == 0.25f);
  Fusion none;
  CHECK_FALSE(ReLU(6.0).join_previous(none, true));
  CHECK_FALSE(ReLU({.threshold = 1.0}).join_previous(none, true));
  CHECK_FALSE(none.ends_with_rectifier());
}

TEST_CASE("ReLU says what is wrong") {
  CHECK(error_of([] { ReLU({.max_value = -1.0}); }) ==
        "Layer \"re_lu\" (ReLU): max_value must be 0 or more and finite, but received -1.");
  CHECK(error_of([] { ReLU({.negative_slope = std::nan("")}); }) ==
        "Layer \"re_lu\" (ReLU): negative_slope must be 0 or more and finite, but received nan.");
  CHECK(error_of([] { ReLU({.threshold = std::numeric_limits<double>::infinity()}); }) ==
        "Layer \"re_lu\" (ReLU): threshold must be 0 or more and finite, but received inf.");
}
