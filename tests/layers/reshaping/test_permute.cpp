#include "keratin/layers/reshaping/permute.hpp"
#include "support/catch.hpp"
#include "support/harness.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

using reference::Array;

/// For a rank-4 array.
Array permuted(const Array& x, const Shape& dims) {
  Array y = reference::zeros({x.shape[0], x.shape[dims[0]], x.shape[dims[1]], x.shape[dims[2]]});
  for (int b = 0; b < x.shape[0]; ++b)
    for (int i = 0; i < y.shape[1]; ++i)
      for (int j = 0; j < y.shape[2]; ++j)
        for (int k = 0; k < y.shape[3]; ++k) {
          int from[4] = {b, 0, 0, 0};
          from[dims[0]] = i;
          from[dims[1]] = j;
          from[dims[2]] = k;
          y.at(b, i, j, k) = x.at(from[0], from[1], from[2], from[3]);
        }
  return y;
}

}  // namespace

TEST_CASE("Permute is a layer") {
  const auto make = [] {
    return std::make_shared<Permute>(Shape{2, 1}, PermuteOptions{.input_shape = {3, 4}});
  };
  check_layer(make, {2, 3, 4}, {.output_shape = {2, 4, 3}, .refused_inputs = {{2, 3}, {None, 3, 4, 5}}});
}

TEST_CASE("Permute computes what Keras computes") {
  for (const LayerCase& golden : layer_cases("Permute")) {
    Permute layer(Shape::from(golden.arguments.integers("dims")));
    check_golden(layer, golden, 0);
  }
}

TEST_CASE("Permute and its gradient equal the double loop") {
  for (const Shape& dims :
       {Shape{1, 2, 3}, Shape{1, 3, 2}, Shape{2, 1, 3}, Shape{2, 3, 1}, Shape{3, 1, 2}, Shape{3, 2, 1}}) {
    for (const Shape& shape : {Shape{2, 3, 4, 5}, Shape{2, 1, 4, 5}, Shape{1, 3, 1, 2}}) {
      Permute layer(dims);
      check_reference(layer, shape, [&](const Array& x, const auto&) { return permuted(x, dims); });
    }
  }
}

TEST_CASE("Permute keeps open dimensions open") {
  CHECK(Permute({3, 1, 2}).compute_output_shape({None, None, 4, 5}) == Shape{None, 5, None, 4});
}

TEST_CASE("Permute says what is wrong") {
  const std::string beginning =
      "Layer \"permute\" (Permute): dims must hold each of 1, 2, … up to their number (at most 7) "
      "once, but received ";
  CHECK(error_of([] { Permute({0, 1}); }) == beginning + "(0, 1).");
  CHECK(error_of([] { Permute({1, 1}); }) == beginning + "(1, 1).");
  CHECK(error_of([] { Permute({1, 3}); }) == beginning + "(1, 3).");
}
