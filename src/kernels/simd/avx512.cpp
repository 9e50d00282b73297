#include <xsimd/xsimd.hpp>

#include "kernels/simd/make_kernels.hpp"

namespace keratin::kernels {

constinit const VectorKernels avx512_kernels = make_kernels<xsimd::batch<float, xsimd::avx512bw>>();

}  // namespace keratin::kernels
