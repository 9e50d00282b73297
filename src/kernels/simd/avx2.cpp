#include <xsimd/xsimd.hpp>

#include "kernels/simd/make_kernels.hpp"

namespace keratin::kernels {

constinit const VectorKernels avx2_kernels = make_kernels<xsimd::batch<float, xsimd::fma3<xsimd::avx2>>>();

}  // namespace keratin::kernels
