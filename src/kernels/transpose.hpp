#pragma once

#include <cstddef>

namespace keratin::kernels {

/// y (count, columns, rows): each of the matrices x (count, rows, columns) transposed.
void transpose(std::size_t count, std::size_t rows, std::size_t columns, const float* x, float* y);

}  // namespace keratin::kernels
