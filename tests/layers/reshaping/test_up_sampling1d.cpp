#include "keratin/layers/reshaping/up_sampling1d.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"
#include "support/sequences.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("UpSampling1D is a layer") {
  check_layer(
      [] {
        return std::make_shared<UpSampling1D>(UpSampling1DOptions{.input_shape = {3, 4}});
      },
      {2, 3, 4}, {.output_shape = {2, 6, 4}, .refused_inputs = {{2, 3}, {None, 3, 4, 1}}});
}

TEST_CASE("UpSampling1D computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("UpSampling1D")) {
    UpSampling1D layer(golden.arguments.integer("size", 2));
    check_golden(layer, golden);
  }
}

TEST_CASE("UpSampling1D and its gradient equal the double loop") {
  for (const int size : {1, 2, 5}) {
    for (const Shape& shape : {Shape{2, 3, 4}, Shape{1, 1, 1}}) {
      UpSampling1D layer(size);
      check_reference(layer, shape, [&](const reference::Array& x, const auto&) {
        return reference::as_sequence(reference::upsample_nearest(reference::as_image(x), {size, 1}));
      });
    }
  }
}

TEST_CASE("UpSampling1D takes its size in each of its forms and keeps open dimensions open") {
  CHECK(UpSampling1D().compute_output_shape({None, 3, 1}) == Shape{None, 6, 1});
  CHECK(UpSampling1D(3).compute_output_shape({None, 3, 1}) == Shape{None, 9, 1});
  CHECK(UpSampling1D({.size = 4}).compute_output_shape({None, None, None}) == Shape{None, None, None});
}

TEST_CASE("UpSampling1D says what is wrong") {
  CHECK(error_of([] { UpSampling1D(0); }) ==
        "Layer \"up_sampling1d\" (UpSampling1D): size must be from 1 to 32767, but received 0.");
  CHECK(error_of([] {
          connect(UpSampling1D(30'000), {None, 100'000, 1});
        }) ==
        "Layer \"up_sampling1d\" (UpSampling1D): a dimension of its output would be 3000000000, but at most "
        "2147483647 is possible: use a smaller input.");
}
