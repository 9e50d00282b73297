#include <limits>

#include "keratin/error.hpp"
#include "keratin/utils/to_categorical.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"

using namespace keratin;
using Catch::Matchers::Contains;
using testing::matrix, testing::vector, testing::require_close, utils::to_categorical;

TEST_CASE("Class numbers become one-hot rows") {
  const Tensor expected = matrix({{0, 1, 0}, {0, 0, 1}, {1, 0, 0}});
  require_close(to_categorical(vector({1, 2, 0})), expected, 0);
  require_close(to_categorical(matrix({{1}, {2}, {0}})), expected, 0);
  require_close(to_categorical(xt::xarray<int>({1, 2, 0}), 3), expected, 0);
  CHECK(shape_of(to_categorical(vector({1, 2, 0}), 5)) == Shape{3, 5});
  CHECK(shape_of(to_categorical(matrix({{0, 1}, {2, 0}}))) == Shape{2, 2, 3});
  CHECK(shape_of(to_categorical(vector({}), 5)) == Shape{0, 5});
  CHECK(to_categorical(matrix({{0, 1}, {2, 0}}))(1, 0, 2) == 1.0f);
}

TEST_CASE("Numbers that are not classes are rejected") {
  CHECK_THROWS_AS(to_categorical(vector({1, 3}), 3), ValueError);
  CHECK_THROWS_WITH(
      to_categorical(vector({1, 3}), 3),
      "to_categorical: class numbers must be whole numbers from 0 to 2, but received 3. Number the "
      "classes from 0, or give more num_classes.");
  CHECK_THROWS_WITH(to_categorical(vector({0.5f, 1})), Contains("but received 0.5."));
  CHECK_THROWS_WITH(to_categorical(vector({-1, 1})), Contains("but received -1."));
  CHECK_THROWS_WITH(to_categorical(vector({-1})), Contains("the largest is -1."));
  CHECK_THROWS_WITH(to_categorical(vector({std::numeric_limits<float>::quiet_NaN()}), 2), Contains("nan"));
  CHECK_THROWS_WITH(to_categorical(vector({0}), 0),
                    Contains("num_classes must be 1 or more, but received 0."));
  CHECK_THROWS_WITH(to_categorical(vector({})), Contains("give num_classes"));
  CHECK_THROWS_WITH(to_categorical(Tensor(xt::zeros<float>({1000})), 2'000'000),
                    Contains("are too many to write out"));
}
