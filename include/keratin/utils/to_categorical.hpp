#pragma once

#include <optional>

#include "keratin/tensor.hpp"

namespace keratin::utils {

/// Class numbers as one-hot rows: (n,) or (n, 1) becomes (n, num_classes). The default of num_classes is the
/// largest number plus 1. Throws ValueError for numbers that are not whole or not from 0 to num_classes - 1,
/// and if there are none to count.
Tensor to_categorical(const TensorArgument& x, std::optional<int> num_classes = {});

}  // namespace keratin::utils
