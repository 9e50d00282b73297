#include "keratin/layers/reshaping/flatten.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Flatten is a layer") {
  const auto make = [] { return std::make_shared<Flatten>(FlattenOptions{.input_shape = {3, 4}}); };
  check_layer(make, {2, 3, 4}, {.output_shape = {2, 12}, .refused_inputs = {{}}});
  check_layer([] { return std::make_shared<Flatten>(); }, {5}, {.output_shape = {5, 1}});
}

TEST_CASE("Flatten computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Flatten")) {
    Flatten layer({.data_format = golden.arguments.text("data_format", "")});
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("Flatten knows its shape as far as its input's is known") {
  CHECK(Flatten().compute_output_shape({None, 2, 3, 4}) == Shape{None, 24});
  CHECK(Flatten().compute_output_shape({None, None, 3, 4}) == Shape{None, None});
}

TEST_CASE("Flatten copies nothing") {
  const Tensor x = random_tensor({2, 3, 4});
  StepTape tape;
  tape.begin_inference();
  CHECK(LayerAccess::run_forward(connected(Flatten(), {2, 3, 4}), View(x), tape).data() == x.data());
}

TEST_CASE("Flatten says what is wrong") {
  CHECK(error_of([] {
          connect(Flatten(), {None, 1 << 16, 1 << 16});
        }) ==
        "Layer \"flatten\" (Flatten): a dimension of its output would be 4294967296, but at most 2147483647 "
        "is possible: "
        "use a smaller input.");
}
