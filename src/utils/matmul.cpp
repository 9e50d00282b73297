#include "keratin/utils/matmul.hpp"

#include <fmt/format.h>

#include "keratin/error.hpp"
#include "kernels/gemm.hpp"

namespace keratin::utils {

Tensor matmul(const TensorArgument& a, const TensorArgument& b) {
  const Shape left = shape_of(a.tensor()), right = shape_of(b.tensor());
  if (left.rank() != 2 || right.rank() != 2 || left[1] != right[0]) {
    throw ValueError(fmt::format(
        "matmul takes matrices of shapes (rows, inner) and (inner, columns), but received {} and {}. "
        "Reshape or transpose them.",
        to_string(left), to_string(right)));
  }
  const Shape shape = {left[0], right[1]};
  Tensor product = empty_tensor(shape);
  product.fill(0.0f);
  if (product.size() == 0 || left[1] == 0) return product;
  const auto size = [](int dimension) { return static_cast<std::size_t>(dimension); };
  kernels::parallel_gemm(size(left[0]), size(right[1]), size(left[1]), {a.tensor().data(), size(left[1])},
                         {b.tensor().data(), size(right[1])}, product.data(), size(right[1]));
  return product;
}

}  // namespace keratin::utils
