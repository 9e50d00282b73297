#include "kernels/rectify.hpp"

#include <cmath>

#include "kernels/instruction_set.hpp"
#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

/// Calls body(i) for each i below `count`, on several threads; `work` is its floating-point operations.
template <class Body>
void for_each(std::size_t count, std::size_t work, const Body& body) {
  parallel_parts(count, elements_in_a_part, work, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) body(i);
  });
}

}  // namespace

void rectify(std::size_t count, Rectifier rectifier, const float* x, float* y) {
  parallel_parts(count, elements_in_a_part, 2, [=](std::size_t begin, std::size_t end) {
    vector_kernels().rectify(end - begin, rectifier, x + begin, y + begin);
  });
}

void rectify_gradient(std::size_t count, Rectifier rectifier, const float* x, const float* dy, float* dx) {
  parallel_parts(count, elements_in_a_part, 2, [=](std::size_t begin, std::size_t end) {
    vector_kernels().rectify_gradient(end - begin, rectifier, x + begin, dy + begin, dx + begin);
  });
}

void rectify_clipped(std::size_t count, const ClippedRectifier& rectifier, const float* x, float* y) {
  for_each(count, 4, [=](std::size_t i) {
    const float above = x[i] > rectifier.highest ? rectifier.highest : x[i];
    const float below = rectifier.slope == 0.0f ? 0.0f : rectifier.slope * (x[i] - rectifier.threshold);
    y[i] = x[i] <= rectifier.threshold ? below : above;
  });
}

void rectify_clipped_gradient(std::size_t count, const ClippedRectifier& rectifier, const float* x,
                              const float* dy, float* dx) {
  for_each(count, 4, [=](std::size_t i) {
    const float above = x[i] > rectifier.threshold && x[i] <= rectifier.last_rising ? dy[i] : 0.0f;
    dx[i] = x[i] < rectifier.threshold ? rectifier.slope * dy[i] : above;
  });
}

void rectify_exponential(std::size_t count, float alpha, const float* x, float* y) {
  for_each(count, 40, [=](std::size_t i) { y[i] = x[i] > 0.0f ? x[i] : alpha * std::expm1(x[i]); });
}

void rectify_exponential_gradient(std::size_t count, float alpha, const float* x, const float* y,
                                  const float* dy, float* dx) {
  for_each(count, 3, [=](std::size_t i) { dx[i] = x[i] > 0.0f ? dy[i] : (y[i] + alpha) * dy[i]; });
}

void rectify_parametric(std::size_t rows, std::size_t columns, const float* alpha, const float* x, float* y) {
  parallel_for(rows, 2 * columns, [=](std::size_t row) {
    for (std::size_t i = 0; i < columns; ++i) {
      const float value = x[row * columns + i];
      y[row * columns + i] = value > 0.0f ? value : alpha[i] * value;
    }
  });
}

void rectify_parametric_gradient(std::size_t rows, std::size_t columns, const float* alpha, const float* x,
                                 const float* dy, float* dx) {
  parallel_for(rows, 3 * columns, [=](std::size_t row) {
    for (std::size_t i = 0; i < columns; ++i) {
      const std::size_t at = row * columns + i;
      const float below = x[at] < 0.0f ? alpha[i] : 0.0f;  // TensorFlow's derivative at 0 is 0
      dx[at] = (x[at] > 0.0f ? 1.0f : below) * dy[at];
    }
  });
}

void rectify_parametric_alpha_gradient(std::size_t rows, std::size_t columns, const float* x, const float* dy,
                                       float* dalpha) {
  parallel_parts(columns, 256, 3 * rows, [=](std::size_t begin, std::size_t end) {
    std::fill(dalpha + begin, dalpha + end, 0.0f);
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t i = begin; i < end; ++i) {
        const std::size_t at = row * columns + i;
        dalpha[i] += std::min(x[at], 0.0f) * dy[at];
      }
    }
  });
}

}  // namespace keratin::kernels
