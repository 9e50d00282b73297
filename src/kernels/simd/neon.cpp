#include <xsimd/xsimd.hpp>

#include "kernels/simd/make_kernels.hpp"

namespace keratin::kernels {

constinit const VectorKernels neon_kernels = make_kernels<xsimd::batch<float, xsimd::neon64>>();

}  // namespace keratin::kernels
