#include "keratin/layers/reshaping/reshape.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

std::string reshape_error(const Shape& target_shape, const Shape& input_shape) {
  return error_of([&] { connect(Reshape(target_shape), input_shape); });
}

}  // namespace

TEST_CASE("Reshape is a layer") {
  const auto make = [] {
    return std::make_shared<Reshape>(Shape{4, 3}, ReshapeOptions{.input_shape = {12}});
  };
  check_layer(make, {2, 12}, {.output_shape = {2, 4, 3}, .refused_inputs = {{}, {None, 11}, {2, 13}}});
  check_layer(
      [] {
        return std::make_shared<Reshape>(Shape{-1, 2});
      },
      {3, 4, 5}, {.output_shape = {3, 10, 2}, .refused_inputs = {{None, 3, 5}}});
}

TEST_CASE("Reshape computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Reshape")) {
    Reshape layer(Shape::from(golden.arguments.integers("target_shape")));
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("Reshape knows its shape as far as its input's is known") {
  CHECK(Reshape({5, 5, 128}).compute_output_shape({None, 3200}) == Shape{None, 5, 5, 128});
  CHECK(Reshape({3, -1}).compute_output_shape({None, 2, 12}) == Shape{None, 3, 8});
  CHECK(Reshape({3, -1}).compute_output_shape({None, None, 12}) == Shape{None, 3, None});
  CHECK(Reshape({-1}).compute_output_shape({7, 2, 3}) == Shape{7, 6});
  CHECK(Reshape({1, 1}).compute_output_shape({7}) == Shape{7, 1, 1});
}

TEST_CASE("Reshape copies nothing") {
  const Tensor x = random_tensor({2, 6});
  StepTape tape;
  tape.begin_inference();
  CHECK(LayerAccess::run_forward(connected(Reshape({2, 3}), {2, 6}), View(x), tape).data() == x.data());
}

TEST_CASE("Reshape says what is wrong") {
  CHECK(reshape_error({5, 5}, {None, 24}) ==
        "Layer \"reshape\" (Reshape): its input of shape (None, 24) has 24 numbers per sample, which do not "
        "fill target_shape (5, 5): give the layer before it 25 numbers, or change target_shape.");
  CHECK(
      reshape_error({5, -1}, {None, 3, 8}) ==
      "Layer \"reshape\" (Reshape): its input of shape (None, 3, 8) has 24 numbers per sample, which do not "
      "fill target_shape (5, -1): their number must be a multiple of 5.");
  const std::string beginning =
      "Layer \"reshape\" (Reshape): target_shape must have positive dimensions and at most one -1, but "
      "received ";
  CHECK(error_of([] { Reshape({-1, 2, -1}); }) == beginning + "(-1, 2, -1).");
  CHECK(error_of([] { Reshape({4, 0}); }) == beginning + "(4, 0).");
  CHECK(error_of([] { Reshape({-2, 2}); }) == beginning + "(-2, 2).");
  CHECK(reshape_error({-1}, {None, 1 << 20, 1 << 15}) ==
        "Layer \"reshape\" (Reshape): a dimension of its output would be 34359738368, but at most 2147483647 "
        "is possible: "
        "use a smaller input.");
  CHECK(reshape_error({1, 1, 1, 1, 1, 1, 1, -1}, {None, 4}).find("at most 8 dimensions") !=
        std::string::npos);
}
