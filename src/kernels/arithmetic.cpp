#include "kernels/arithmetic.hpp"

#include <cmath>

#include "kernels/parallel.hpp"

namespace keratin::kernels {

namespace {

/// Floating-point operations that a number takes.
constexpr std::size_t simple_cost = 4, power_cost = 60;

/// The loops of lambdas that capture nothing: value(x, c), gradient(x, c, dy).
template <std::size_t cost, class Value, class Gradient>
constexpr Arithmetic arithmetic(Value, Gradient) {
  return {[](std::size_t count, float c, const float* x, float* y) {
            parallel_parts(count, elements_in_a_part, cost, [=](std::size_t begin, std::size_t end) {
              for (std::size_t i = begin; i < end; ++i) y[i] = Value()(x[i], c);
            });
          },
          [](std::size_t count, float c, const float* x, const float* dy, float* dx) {
            parallel_parts(count, elements_in_a_part, cost, [=](std::size_t begin, std::size_t end) {
              for (std::size_t i = begin; i < end; ++i) dx[i] = Gradient()(x[i], c, dy[i]);
            });
          }};
}

constexpr auto rising = [](float, float, float dy) { return dy; };
constexpr auto falling = [](float, float, float dy) { return -dy; };

}  // namespace

constinit const Arithmetic plus_c = arithmetic<simple_cost>([](float x, float c) { return x + c; }, rising);
constinit const Arithmetic minus_c = arithmetic<simple_cost>([](float x, float c) { return x - c; }, rising);
constinit const Arithmetic c_minus = arithmetic<simple_cost>([](float x, float c) { return c - x; }, falling);
constinit const Arithmetic times_c = arithmetic<simple_cost>([](float x, float c) { return x * c; },
                                                             [](float, float c, float dy) { return dy * c; });
constinit const Arithmetic over_c = arithmetic<simple_cost>([](float x, float c) { return x / c; },
                                                            [](float, float c, float dy) { return dy / c; });
constinit const Arithmetic c_over = arithmetic<simple_cost>(
    [](float x, float c) { return c / x; }, [](float x, float c, float dy) { return dy * (-c / x / x); });

constinit const Arithmetic power_c = arithmetic<power_cost>(
    [](float x, float c) { return c == 2.0f ? x * x : std::pow(x, c); },
    [](float x, float c, float dy) { return dy * c * (c == 2.0f ? x : std::pow(x, c - 1.0f)); });

// TensorFlow's slope of a power of what is not positive is 0.
constinit const Arithmetic c_power = arithmetic<power_cost>(
    [](float x, float c) { return std::pow(c, x); },
    [](float x, float c, float dy) { return c > 0.0f ? dy * std::pow(c, x) * std::log(c) : 0.0f; });

// If both are equal, the gradient goes to the first.
constinit const Arithmetic maximum_c =
    arithmetic<simple_cost>([](float x, float c) { return x >= c || std::isnan(x) ? x : c; },
                            [](float x, float c, float dy) { return x >= c ? dy : 0.0f; });
constinit const Arithmetic c_maximum =
    arithmetic<simple_cost>([](float x, float c) { return c >= x ? c : x; },
                            [](float x, float c, float dy) { return c >= x ? 0.0f : dy; });
constinit const Arithmetic minimum_c =
    arithmetic<simple_cost>([](float x, float c) { return x <= c || std::isnan(x) ? x : c; },
                            [](float x, float c, float dy) { return x <= c ? dy : 0.0f; });
constinit const Arithmetic c_minimum =
    arithmetic<simple_cost>([](float x, float c) { return c <= x ? c : x; },
                            [](float x, float c, float dy) { return c <= x ? 0.0f : dy; });

constinit const Arithmetic magnitude = arithmetic<simple_cost>([](float x, float) { return std::abs(x); },
                                                               [](float x, float, float dy) {
                                                                 return x > 0.0f ? dy : x < 0.0f ? -dy : 0.0f;
                                                               });
constinit const Arithmetic negation = arithmetic<simple_cost>([](float x, float) { return -x; }, falling);
constinit const Arithmetic squared = arithmetic<simple_cost>(
    [](float x, float) { return x * x; }, [](float x, float, float dy) { return dy * 2.0f * x; });

}  // namespace keratin::kernels
