#include <limits>

#include "keratin/error.hpp"
#include "keratin/utils/argmax.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"

using namespace keratin;
using testing::matrix, testing::vector, utils::argmax;

TEST_CASE("argmax finds the first of the largest numbers along an axis") {
  const Tensor x = matrix({{3, 1, 3}, {0, 5, 4}});
  CHECK((argmax(x, 1) == xt::xtensor<int, 1>{0, 1}));
  CHECK((argmax(x, -1) == argmax(x, 1)));
  CHECK((argmax(x, 0) == xt::xtensor<int, 1>{0, 1, 1}));
  CHECK(argmax(vector({-3, -1, -2}), 0)() == 1);
  CHECK(shape_of(argmax(vector({1, 2}), 0)) == Shape{});
  CHECK((argmax(xt::xarray<int>{{1, 2}, {4, 3}}, 1) == xt::xtensor<int, 1>{1, 0}));

  const Tensor volume = xt::arange<float>(24).reshape({2, 3, 4});
  CHECK((argmax(volume, 1) == xt::xarray<int>(xt::ones<int>({2, 4}) * 2)));
  CHECK(shape_of(argmax(Tensor(xt::zeros<float>({0, 3})), 1)) == Shape{0});
}

TEST_CASE("argmax takes a NaN for the largest number, as NumPy does") {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK(argmax(vector({1, nan, 9, nan}), 0)() == 1);
  CHECK(argmax(vector({nan, 9}), 0)() == 0);
}

TEST_CASE("argmax says which axes there are") {
  CHECK_THROWS_AS(argmax(matrix({{1, 2}}), -3), ValueError);
  CHECK_THROWS_WITH(argmax(matrix({{1, 2}}), 2),
                    "argmax: axis must be one of the array's axes, whose shape is (1, 2), but received 2. "
                    "The first axis is 0, the last one -1.");
  CHECK_THROWS_WITH(argmax(Tensor(xt::zeros<float>({2, 0})), -1),
                    "argmax: axis -1 of the shape (2, 0) has no numbers, so none is the largest.");
}
