#pragma once

#include <cstddef>

namespace keratin::kernels {

/// Makes the columns of a row-major matrix orthonormal by the modified Gram-Schmidt process: the Q of the one
/// QR decomposition whose R has a positive diagonal. There are at least as many rows as columns.
void orthonormalize(double* matrix, std::size_t rows, std::size_t columns);

}  // namespace keratin::kernels
