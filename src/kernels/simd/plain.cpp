#include "kernels/simd/make_kernels.hpp"
#include "kernels/simd/plain_vector.hpp"

namespace keratin::kernels {

constinit const VectorKernels plain_kernels = make_kernels<PlainVector>();

}  // namespace keratin::kernels
