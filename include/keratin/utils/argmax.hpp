#pragma once

#include "keratin/tensor.hpp"

namespace keratin::utils {

/// np.argmax(x, axis): where the largest number along an axis is, the first of equal ones, counted from 0.
/// The result lacks that axis: probabilities (samples, classes) become class numbers (samples,) along axis
/// -1. A NaN counts as the largest. Numbers are compared as floats. Throws ValueError for an axis that the
/// array lacks or that has a size of 0.
xt::xarray<int> argmax(const TensorArgument& x, int axis);

}  // namespace keratin::utils
