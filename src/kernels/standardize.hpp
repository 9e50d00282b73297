#pragma once

#include <cstddef>

namespace keratin::kernels {

// Arrays (rows, columns) with a mean and a deviation for each column.

/// y = (x − mean) / deviation
void standardize(std::size_t rows, std::size_t columns, const float* x, const float* mean,
                 const float* deviation, float* y);

/// y = mean + x · deviation
void unstandardize(std::size_t rows, std::size_t columns, const float* x, const float* mean,
                   const float* deviation, float* y);

}  // namespace keratin::kernels
