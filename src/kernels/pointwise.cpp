#include "kernels/pointwise.hpp"

#include <cmath>

#include "kernels/instruction_set.hpp"
#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

/// Floating-point operations that a number takes: a few, or an exponential.
constexpr std::size_t cheap = 4, costly = 40;

/// The loops of lambdas that capture nothing: value(x), gradient(x, y, dy).
template <std::size_t work, class Value>
void map(std::size_t count, const float* x, float* y) {
  parallel_parts(count, elements_in_a_part, work, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) y[i] = Value()(x[i]);
  });
}

template <std::size_t work, class Gradient>
void map_gradient(std::size_t count, const float* x, const float* y, const float* dy, float* dx) {
  parallel_parts(count, elements_in_a_part, work, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) dx[i] = Gradient()(x[i], y[i], dy[i]);
  });
}

template <std::size_t work, class Value, class Gradient>
constexpr Pointwise loops(Value, Gradient) {
  return {map<work, Value>, map_gradient<work, Gradient>};
}

/// A function that there is a vector kernel for, and the gradient from its value.
template <auto kernel, class Gradient>
constexpr Pointwise vectorized(Gradient) {
  return {[](std::size_t count, const float* x, float* y) {
            parallel_parts(count, elements_in_a_part, costly, [=](std::size_t begin, std::size_t end) {
              (vector_kernels().*kernel)(end - begin, x + begin, y + begin);
            });
          },
          map_gradient<cheap, Gradient>};
}

constexpr auto logistic = [](float x) { return 1.0f / (1.0f + std::exp(-x)); };

constexpr auto log_of_1_plus_exp = [](float x) {
  return (x > 0.0f ? x : 0.0f) + std::log1p(std::exp(-std::abs(x)));
};

float clipped(float x, float low, float high) { return x <= low ? low : x >= high ? high : x; }

float square(float x) { return x * x; }

constexpr float shrink = 0.5f;
constexpr float selu_scale = 1.0507009873554805f, selu_scale_alpha = 1.7580993408473769f;
constexpr float half_sqrt_2 = 0.70710678118654752f, density_at_0 = 0.39894228040143268f;

}  // namespace

// At 0 TensorFlow adds up the slopes of both of its terms, so that celu'(0) is 2.
constinit const Pointwise celu = loops<costly>(
    [](float x) { return x > 0.0f ? x : std::expm1(x); },
    [](float x, float, float dy) { return (x >= 0.0f ? dy : 0.0f) + (x <= 0.0f ? dy * std::exp(x) : 0.0f); });

constinit const Pointwise elu =
    loops<costly>([](float x) { return x < 0.0f ? std::expm1(x) : x; },
                  [](float, float y, float dy) { return y < 0.0f ? dy * (y + 1.0f) : dy; });

constinit const Pointwise exponential =
    vectorized<&VectorKernels::exponential>([](float, float y, float dy) { return dy * y; });

constinit const Pointwise gelu = loops<costly>(
    [](float x) { return 0.5f * x * std::erfc(-x * half_sqrt_2); },
    [](float x, float, float dy) {
      return dy * (0.5f * std::erfc(-x * half_sqrt_2) + x * density_at_0 * std::exp(-0.5f * square(x)));
    });

constinit const Pointwise hard_shrink =
    loops<cheap>([](float x) { return std::abs(x) > shrink ? x : 0.0f; },
                 [](float x, float, float dy) { return std::abs(x) > shrink ? dy : 0.0f; });

constinit const Pointwise hard_sigmoid =
    loops<cheap>([](float x) { return clipped(x + 3.0f, 0.0f, 6.0f) / 6.0f; },
                 [](float, float y, float dy) { return y > 0.0f && y < 1.0f ? dy / 6.0f : 0.0f; });

constinit const Pointwise keras2_hard_sigmoid =
    loops<cheap>([](float x) { return clipped(0.2f * x + 0.5f, 0.0f, 1.0f); },
                 [](float x, float, float dy) {
                   const float line = 0.2f * x + 0.5f;
                   return line >= 0.0f && line <= 1.0f ? 0.2f * dy : 0.0f;
                 });

constinit const Pointwise hard_silu =
    loops<cheap>([](float x) { return x * (clipped(x + 3.0f, 0.0f, 6.0f) / 6.0f); },
                 [](float x, float, float dy) {
                   const float gate = clipped(x + 3.0f, 0.0f, 6.0f);
                   return dy * (gate / 6.0f) + (gate > 0.0f && gate < 6.0f ? dy * x / 6.0f : 0.0f);
                 });

constinit const Pointwise hard_tanh =
    loops<cheap>([](float x) { return clipped(x, -1.0f, 1.0f); },
                 [](float x, float, float dy) { return x >= -1.0f && x <= 1.0f ? dy : 0.0f; });

constinit const Pointwise leaky_relu =
    loops<cheap>([](float x) { return x > 0.0f ? x : leaky_relu_slope * x; },
                 [](float x, float, float dy) { return x > 0.0f ? dy : leaky_relu_slope * dy; });

constinit const Pointwise linear =
    loops<cheap>([](float x) { return x; }, [](float, float, float dy) { return dy; });

constinit const Pointwise log_sigmoid =
    loops<costly>([](float x) { return -log_of_1_plus_exp(-x); },
                  [](float x, float, float dy) { return dy * logistic(-x); });

constinit const Pointwise mish = loops<costly>([](float x) { return x * std::tanh(log_of_1_plus_exp(x)); },
                                               [](float x, float, float dy) {
                                                 const float gate = std::tanh(log_of_1_plus_exp(x));
                                                 return dy * (gate + x * logistic(x) * (1.0f - square(gate)));
                                               });

constinit const Pointwise relu = loops<cheap>([](float x) { return x <= 0.0f ? 0.0f : x; },
                                              [](float, float y, float dy) { return y > 0.0f ? dy : 0.0f; });

constinit const Pointwise relu6 =
    loops<cheap>([](float x) { return clipped(x, 0.0f, 6.0f); },
                 [](float, float y, float dy) { return y > 0.0f && y < 6.0f ? dy : 0.0f; });

constinit const Pointwise selu = loops<costly>(
    [](float x) { return x < 0.0f ? selu_scale_alpha * std::expm1(x) : selu_scale * x; },
    [](float, float y, float dy) { return dy * (y < 0.0f ? y + selu_scale_alpha : selu_scale); });

constinit const Pointwise sigmoid =
    vectorized<&VectorKernels::sigmoid>([](float, float y, float dy) { return dy * y * (1.0f - y); });

constinit const Pointwise silu = loops<costly>([](float x) { return x * logistic(x); },
                                               [](float x, float, float dy) {
                                                 const float gate = logistic(x);
                                                 return dy * (gate * (1.0f + x * (1.0f - gate)));
                                               });

constinit const Pointwise soft_shrink =
    loops<cheap>([](float x) { return x > shrink    ? x - shrink
                                      : x < -shrink ? x + shrink
                                                    : 0.0f; },
                 [](float x, float, float dy) { return std::abs(x) > shrink ? dy : 0.0f; });

constinit const Pointwise softplus =
    loops<costly>(log_of_1_plus_exp, [](float x, float, float dy) { return dy * logistic(x); });

constinit const Pointwise softsign =
    loops<cheap>([](float x) { return x / (1.0f + std::abs(x)); },
                 [](float x, float, float dy) { return dy / square(1.0f + std::abs(x)); });

constinit const Pointwise sparse_plus =
    loops<cheap>([](float x) { return x <= -1.0f ? 0.0f
                                      : x < 1.0f ? 0.25f * square(x + 1.0f)
                                                 : x; },
                 [](float x, float, float dy) {
                   return x <= -1.0f ? 0.0f : x < 1.0f ? dy * 0.5f * (x + 1.0f) : dy;
                 });

constinit const Pointwise sparse_sigmoid =
    loops<cheap>([](float x) { return clipped(0.5f * (x + 1.0f), 0.0f, 1.0f); },
                 [](float x, float, float dy) { return x > -1.0f && x < 1.0f ? dy * 0.5f : 0.0f; });

// Below 0 the sum of Keras's formula cancels; the quotient equals it.
constinit const Pointwise squareplus = loops<cheap>(
    [](float x) {
      const float root = std::sqrt(square(x) + 4.0f);
      return x < 0.0f ? 2.0f / (root - x) : 0.5f * (x + root);
    },
    [](float x, float y, float dy) { return dy * y / std::sqrt(square(x) + 4.0f); });

constinit const Pointwise tanh =
    vectorized<&VectorKernels::tanh>([](float, float y, float dy) { return dy * (1.0f - square(y)); });

constinit const Pointwise tanh_shrink =
    loops<costly>([](float x) { return x - std::tanh(x); },
                  [](float x, float, float dy) { return dy * square(std::tanh(x)); });

}  // namespace keratin::kernels
