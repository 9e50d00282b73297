#include "keratin/layers/merging/average.hpp"
#include "support/catch.hpp"
#include "support/merging.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Average is a layer, which computes what Keras and the double loop compute") {
  check_elementwise(
      "Average", [] { return std::make_shared<Average>(); },
      [](const auto& x) {
        reference::Array y = folded(x, [](double a, double b) { return a + b; });
        for (double& number : y.data) number /= static_cast<double>(x.size());
        return y;
      });
}
