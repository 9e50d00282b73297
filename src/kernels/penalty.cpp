#include "kernels/penalty.hpp"

#include "kernels/parallel.hpp"

namespace keratin::kernels {

void add_penalty_gradient(std::size_t count, float l1, float l2, const float* x, float* dx) {
  parallel_parts(count, 16'384, 6, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const float sign = static_cast<float>(x[i] > 0.0f) - static_cast<float>(x[i] < 0.0f);
      dx[i] += l1 * sign + 2.0f * l2 * x[i];
    }
  });
}

}  // namespace keratin::kernels
