#include <cmath>

#include "keratin/utils/normalize.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"

using namespace keratin;
using Catch::Matchers::Contains;
using testing::matrix, testing::vector, testing::require_close, utils::normalize;

TEST_CASE("normalize divides each vector by its L2 norm") {
  const Tensor x = matrix({{3, 4}, {0, 0}, {-5, 12}});
  require_close(normalize(x), matrix({{0.6f, 0.8f}, {0, 0}, {-5 / 13.0f, 12 / 13.0f}}), 1e-7);
  require_close(normalize(x, 1), normalize(x), 0);
  const float first = std::sqrt(34.0f), second = std::sqrt(160.0f);
  require_close(normalize(x, 0), matrix({{3 / first, 4 / second}, {0, 0}, {-5 / first, 12 / second}}), 1e-6);
  require_close(normalize(vector({3, 4})), vector({0.6f, 0.8f}), 1e-7);
  require_close(normalize(xt::xarray<int>{3, 4}), vector({0.6f, 0.8f}), 1e-7);
}

TEST_CASE("normalize does not overflow on large numbers") {
  require_close(normalize(vector({3e30f, 4e30f})), vector({0.6f, 0.8f}), 1e-6);
}

TEST_CASE("normalize says which axes there are") {
  CHECK_THROWS_WITH(normalize(vector({1, 2}), 1),
                    Contains("normalize: axis must be one of the array's axes"));
}
