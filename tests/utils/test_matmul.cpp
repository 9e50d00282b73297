#include "keratin/error.hpp"
#include "keratin/utils/matmul.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/run_layer.hpp"

namespace keratin::test_matmul {

using Catch::Matchers::Contains;
using testing::random_tensor;
using utils::matmul;

TEST_CASE("matmul multiplies matrices as NumPy does") {
  const Tensor a = testing::matrix({{1, 2, 3}, {4, 5, 6}}), b = testing::matrix({{1, -1}, {0, 2}, {3, 1}});
  CHECK((matmul(a, b) == testing::matrix({{10, 6}, {22, 12}})));  // NumPy 2.4: np.matmul(a, b)
  CHECK((matmul(xt::transpose(a), xt::transpose(b)) ==
         testing::matrix({{-3, 8, 7}, {-3, 10, 11}, {-3, 12, 15}})));  // np.matmul(a.T, b.T)
  CHECK((matmul(2 * a, b) == Tensor(2 * matmul(a, b))));
  CHECK((matmul(xt::zeros<float>({2, 0}), xt::zeros<float>({0, 3})) == Tensor(xt::zeros<float>({2, 3}))));
}

TEST_CASE("matmul of large matrices is the sum of the products") {
  const Tensor a = random_tensor({37, 65}, 1), b = random_tensor({65, 130}, 2);
  Tensor expected = xt::zeros<float>({37, 130});
  for (int row = 0; row < 37; ++row) {
    for (int column = 0; column < 130; ++column) {
      double sum = 0.0;
      for (int i = 0; i < 65; ++i) sum += static_cast<double>(a(row, i)) * static_cast<double>(b(i, column));
      expected(row, column) = static_cast<float>(sum);
    }
  }
  testing::require_close(matmul(a, b), expected, 1e-6);
}

TEST_CASE("matmul refuses what is no pair of matrices") {
  CHECK_THROWS_WITH(
      matmul(random_tensor({2, 3}), random_tensor({4, 2})),
      "matmul takes matrices of shapes (rows, inner) and (inner, columns), but received (2, 3) and "
      "(4, 2). Reshape or transpose them.");
  CHECK_THROWS_WITH(matmul(random_tensor({3}), random_tensor({3, 2})), Contains("received (3,) and (3, 2)"));
}

}  // namespace keratin::test_matmul
