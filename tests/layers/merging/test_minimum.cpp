#include <cmath>

#include "keratin/layers/merging/minimum.hpp"
#include "support/catch.hpp"
#include "support/merging.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Minimum is a layer, which computes what Keras and the double loop compute") {
  check_elementwise(
      "Minimum", [] { return std::make_shared<Minimum>(); },
      [](const auto& x) { return folded(x, [](double a, double b) { return a < b ? a : b; }); });
}

TEST_CASE("Minimum passes on what is not a number") {
  const Tensor none({1, 2}, NAN), some({1, 2}, 1.0f);
  Minimum layer;
  LayerAccess::connect(layer, {{1, 2}, {1, 2}});
  CHECK(std::isnan(infer(layer, {none, some})(0, 0)));
  CHECK(std::isnan(infer(layer, {some, none})(0, 0)));
}
