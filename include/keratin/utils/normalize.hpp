#pragma once

#include "keratin/tensor.hpp"

namespace keratin::utils {

/// keras.utils.normalize(x, axis): each vector along an axis divided by its L2 norm, the square root of the
/// sum of its squares; a vector of zeros stays as it is. The shape stays. For a mean of 0 and a variance of
/// 1, which is another thing, see layers::Normalization. Throws ValueError for an axis that the array lacks.
Tensor normalize(const TensorArgument& x, int axis = -1);

}  // namespace keratin::utils
