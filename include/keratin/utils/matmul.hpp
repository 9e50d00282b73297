#pragma once

#include "keratin/tensor.hpp"

namespace keratin::utils {

/// np.matmul(a, b) of two matrices: (rows, inner) and (inner, columns) make (rows, columns). A transpose is
/// written `xt::transpose(a)`. Throws ValueError for other shapes.
Tensor matmul(const TensorArgument& a, const TensorArgument& b);

}  // namespace keratin::utils
