#include <cmath>

#include "keratin/layers/preprocessing/rescaling.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

PerChannel per_channel(const Arguments& arguments, const std::string& key, double otherwise) {
  return arguments.has(key) ? PerChannel(arguments.numbers.at(key)) : PerChannel(otherwise);
}

}  // namespace

TEST_CASE("Rescaling is a layer") {
  check_layer([] { return std::make_shared<Rescaling>(0.5, RescalingOptions{.input_shape = {3}}); }, {5, 3},
              {.output_shape = {5, 3}, .refused_inputs = {{5}}});
  check_layer(
      [] {
        return std::make_shared<Rescaling>(PerChannel{0.5, 2, 3}, RescalingOptions{.offset = {1, 0, -1}});
      },
      {2, 4, 3}, {.output_shape = {2, 4, 3}, .refused_inputs = {{2, 4, 2}}});
}

TEST_CASE("Rescaling computes what Keras computes, to the last bit") {
  for (const LayerCase& golden : layer_cases("Rescaling")) {
    Rescaling layer(per_channel(golden.arguments, "scale", 0),
                    {.offset = per_channel(golden.arguments, "offset", 0)});
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("Rescaling and its gradient equal the double loop") {
  const std::vector<double> scale = {0.5, -2, 3}, offset = {1, 0, -0.25};
  Rescaling layer(scale, {.offset = offset});
  check_reference(layer, {2, 5, 3}, [&](const reference::Array& x, const auto&) {
    reference::Array y = x;
    for (std::size_t i = 0; i < y.data.size(); ++i) y.data[i] = x.data[i] * scale[i % 3] + offset[i % 3];
    return y;
  });
}

TEST_CASE("Rescaling takes its arguments in each of their forms") {
  const Tensor x = random_tensor({2, 2});
  const auto run = [&](Rescaling layer) { return infer(connected(std::move(layer), shape_of(x)), x); };
  const Tensor doubled = x * 2.0f;
  require_close(run(Rescaling(2)), doubled, 0);
  require_close(run(Rescaling({2.0, 2.0})), doubled, 0);
  require_close(run(Rescaling(2.0, {.offset = {0, 0}})), doubled, 0);
  require_close(run(Rescaling(2.0, {.offset = -1})), doubled - 1.0f, 0);
}

TEST_CASE("Rescaling says what is wrong") {
  CHECK(error_of([] { Rescaling(std::vector<double>{}); }) ==
        "Layer \"rescaling\" (Rescaling): scale must be a finite number or a list of them, one per channel, "
        "but "
        "received ().");
  CHECK(error_of([] {
          Rescaling(1.0, {.offset = {1, std::nan("")}});
        }) ==
        "Layer \"rescaling\" (Rescaling): offset must be a finite number or a list of them, one per channel, "
        "but "
        "received (1, nan).");
  CHECK(error_of([] {
          connect(Rescaling({1, 2, 3}), {None, 4});
        }) ==
        "Layer \"rescaling\" (Rescaling): scale has 3 numbers for an input of shape (None, 4): give one "
        "number, or "
        "one for each of the last axis.");
}
