#include <cstdint>

#include "keratin/error.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/take.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"

using namespace keratin;
using Catch::Matchers::Contains;
using testing::matrix, testing::vector, utils::take;

TEST_CASE("take returns the slices of these numbers, in their order") {
  const Tensor x = matrix({{1, 2, 3}, {4, 5, 6}});
  CHECK((take(x, {1, 0, 1}, 0) == matrix({{4, 5, 6}, {1, 2, 3}, {4, 5, 6}})));
  CHECK((take(x, {2, -3}, 1) == matrix({{3, 1}, {6, 4}})));
  CHECK((take(x, {2, 0}, -1) == take(x, {2, 0}, 1)));
  CHECK((take(xt::xarray<int>{7, 8, 9}, {-1}, 0) == vector({9})));
  CHECK(shape_of(take(x, std::vector<int>{}, 0)) == Shape{0, 3});
  CHECK((take(x, std::vector<std::size_t>{1, 0}, 0) == take(x, {1, 0}, 0)));
  CHECK((take(x, std::vector<std::int64_t>{-1}, 1) == matrix({{3}, {6}})));
  CHECK_THROWS_WITH(take(x, std::vector<std::size_t>{std::size_t{1} << 40}, 0),
                    Contains("larger than any array"));
}

TEST_CASE("take accepts an array of indices") {
  random::seed(1);
  const xt::xarray<int> order = random::permutation(4);
  const Tensor x = xt::arange<float>(24).reshape({4, 3, 2});
  const Tensor shuffled = take(x, order, 0);
  CHECK(shape_of(shuffled) == Shape{4, 3, 2});
  for (std::size_t i = 0; i < 4; ++i) CHECK(shuffled(i, 1, 1) == x(order(i), 1, 1));
  CHECK(shape_of(take(x, xt::arange<std::size_t>(2), 1)) == Shape{4, 2, 2});
  CHECK_THROWS_WITH(take(x, xt::xarray<int>{{0, 1}, {1, 0}}, 0),
                    "take: indices must have one dimension, but their shape is (2, 2). Reshape them to one.");
}

TEST_CASE("take says which indices there are") {
  const Tensor x = matrix({{1, 2, 3}, {4, 5, 6}});
  CHECK_THROWS_AS(take(x, {-3}, 0), ValueError);
  CHECK_THROWS_WITH(take(x, {0, 2}, 0),
                    "take: indices must be from -2 to 1, since the axis has a size of 2, but received 2.");
  CHECK_THROWS_WITH(take(x, {0}, 2), Contains("take: axis must be one of the array's axes"));
  CHECK_THROWS_WITH(take(Tensor(xt::zeros<float>({0, 3})), {0}, 0), Contains("the axis has a size of 0"));
}
