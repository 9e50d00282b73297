#pragma once

#include <map>

#include "keratin/tensor.hpp"

namespace keratin::utils {

/// The weights of classes that make each class count as much as the others, for fit()'s `.class_weight`:
/// samples / (classes · samples of the class), as sklearn.utils.class_weight's compute_class_weight
/// ("balanced"). `labels` are class numbers, (samples,) or (samples, 1). Throws ValueError for another shape,
/// no sample, and numbers that are not whole or not from 0 to 2^24 - 1.
std::map<int, float> compute_class_weight(const TensorArgument& labels);

}  // namespace keratin::utils
