#include <limits>

#include "support/catch.hpp"
#include "support/compare.hpp"

using keratin::Tensor;
using keratin::testing::max_difference;

TEST_CASE("A difference is relative to the largest expected value") {
  CHECK(max_difference(Tensor{10, 2}, Tensor{10, 3}) == Approx(0.1));
  CHECK(max_difference(Tensor{1e-3F, 0}, Tensor{0, 0}) == Approx(0.1));
  CHECK(max_difference(Tensor{1, 2}, Tensor{1, 2}) == 0);
}

TEST_CASE("Different shapes and values that are not finite are infinitely far apart") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK(max_difference(Tensor{1, 2}, Tensor{{1, 2}}) == infinity);
  CHECK(max_difference(Tensor{nan, 2}, Tensor{1, 2}) == infinity);
  CHECK(max_difference(Tensor{nan, 2}, Tensor{nan, 2}) == 0);
}
