#include "kernels/mask.hpp"

#include "kernels/parallel.hpp"

namespace keratin::kernels {

void apply_mask(std::size_t count, const float* mask, const float* x, float* y) {
  parallel_parts(count, 4096, 2, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const float scaled = x[i] * mask[i];
      y[i] = mask[i] == 0.0f ? 0.0f : scaled;
    }
  });
}

}  // namespace keratin::kernels
