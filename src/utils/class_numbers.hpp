#pragma once

#include <cstddef>
#include <vector>

#include "keratin/tensor.hpp"

namespace keratin::utils {

/// The class numbers in an array (samples,) or (samples, 1). Throws ValueError, naming `function` and
/// `argument`, for another shape and numbers that are not whole or not from 0 to 2^24 - 1.
std::vector<int> class_numbers(const char* function, const char* argument, const Tensor& array);

/// Throws ValueError, naming `function`, unless both counts are the same.
void check_same_count(const char* function, const char* first, std::size_t first_count, const char* second,
                      std::size_t second_count);

}  // namespace keratin::utils
