#pragma once

#include <cstddef>

namespace keratin::kernels {

// Rows of a table (rows, columns), chosen by `count` indices, which are whole numbers.

/// y[i] = table[indices[i]]
void gather_rows(std::size_t count, std::size_t columns, const float* indices, const float* table, float* y);

/// table[indices[i]] += x[i], in the order of i.
void add_to_rows(std::size_t count, std::size_t columns, const float* indices, const float* x, float* table);

}  // namespace keratin::kernels
