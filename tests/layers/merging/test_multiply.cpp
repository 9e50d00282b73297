#include "keratin/layers/merging/multiply.hpp"
#include "support/catch.hpp"
#include "support/merging.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Multiply is a layer, which computes what Keras and the double loop compute") {
  check_elementwise(
      "Multiply", [] { return std::make_shared<Multiply>(); },
      [](const auto& x) { return folded(x, [](double a, double b) { return a * b; }); });
}
