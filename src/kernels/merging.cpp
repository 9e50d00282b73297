#include "kernels/merging.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "kernels/parallel.hpp"
#include "kernels/strided.hpp"

namespace keratin::kernels {

namespace {

using Arrays = std::span<const float* const>;
using Gradients = std::span<float* const>;

/// y = x₀ ∘ x₁ ∘ …, from the left.
template <class Operation>
void fold(std::size_t count, Arrays x, float* y) {
  parallel_parts(count, elements_in_a_part, x.size(), [=](std::size_t begin, std::size_t end) {
    std::copy(x[0] + begin, x[0] + end, y + begin);
    for (const float* one : x.subspan(1)) {
      for (std::size_t i = begin; i < end; ++i) y[i] = Operation()(y[i], one[i]);
    }
  });
}

/// Stays(a, b): whether a is the extremum rather than b. What is not a number stays.
template <class Stays>
struct Extremum {
  float operator()(float a, float b) const { return Stays()(a, b) || std::isnan(a) ? a : b; }
};

/// Numbers that a gradient's loops keep beside them.
constexpr std::size_t numbers_beside = 256;

/// Calls body(begin, count) for blocks of all elements, on several threads.
template <class Body>
void for_blocks(std::size_t count, std::size_t cost, const Body& body) {
  parallel_parts(count, elements_in_a_part, cost, [&](std::size_t begin, std::size_t end) {
    for (; begin < end; begin += numbers_beside) body(begin, std::min(numbers_beside, end - begin));
  });
}

template <class Stays>
void extremum_gradient(std::size_t count, Arrays x, const float* dy, Gradients dx) {
  for_blocks(count, 3 * x.size(), [=](std::size_t begin, std::size_t size) {
    std::array<float, numbers_beside> best;
    std::array<int, numbers_beside> winner{};
    std::copy_n(x[0] + begin, size, best.begin());
    for (std::size_t k = 1; k < x.size(); ++k) {
      for (std::size_t i = 0; i < size; ++i) {
        const bool stays = Stays()(best[i], x[k][begin + i]);
        winner[i] = stays ? winner[i] : static_cast<int>(k);
        best[i] = stays ? best[i] : x[k][begin + i];
      }
    }
    for (std::size_t k = 0; k < x.size(); ++k) {
      if (dx[k] == nullptr) continue;
      for (std::size_t i = 0; i < size; ++i)
        dx[k][begin + i] = winner[i] == static_cast<int>(k) ? dy[begin + i] : 0.0f;
    }
  });
}

}  // namespace

void add_all(std::size_t count, Arrays x, float* y) { fold<std::plus<float>>(count, x, y); }
void multiply_all(std::size_t count, Arrays x, float* y) { fold<std::multiplies<float>>(count, x, y); }

void average_all(std::size_t count, Arrays x, float* y) {
  add_all(count, x, y);
  divide(count, y, static_cast<float>(x.size()), y);
}

void maximum_of(std::size_t count, Arrays x, float* y) {
  fold<Extremum<std::greater_equal<float>>>(count, x, y);
}

void minimum_of(std::size_t count, Arrays x, float* y) {
  fold<Extremum<std::less_equal<float>>>(count, x, y);
}

/// Each array's is dy times the product of those before it, times that of those behind it.
void multiply_all_gradient(std::size_t count, Arrays x, const float* dy, Gradients dx) {
  for_blocks(count, 3 * x.size(), [=](std::size_t begin, std::size_t size) {
    std::array<float, numbers_beside> before, behind;
    std::copy_n(x[0] + begin, size, before.begin());
    for (std::size_t k = 1; k < x.size(); ++k) {
      if (dx[k] != nullptr) std::copy_n(before.begin(), size, dx[k] + begin);
      for (std::size_t i = 0; i < size; ++i) before[i] *= x[k][begin + i];
    }
    std::copy_n(dy + begin, size, behind.begin());
    for (std::size_t k = x.size(); k-- > 1;) {
      for (std::size_t i = 0; dx[k] != nullptr && i < size; ++i) dx[k][begin + i] *= behind[i];
      for (std::size_t i = 0; i < size; ++i) behind[i] *= x[k][begin + i];
    }
    if (dx[0] != nullptr) std::copy_n(behind.begin(), size, dx[0] + begin);
  });
}

void maximum_of_gradient(std::size_t count, Arrays x, const float* dy, Gradients dx) {
  extremum_gradient<std::greater_equal<float>>(count, x, dy, dx);
}

void minimum_of_gradient(std::size_t count, Arrays x, const float* dy, Gradients dx) {
  extremum_gradient<std::less_equal<float>>(count, x, dy, dx);
}

void subtract(std::size_t count, const float* a, const float* b, float* y) {
  parallel_parts(count, elements_in_a_part, 1, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) y[i] = a[i] - b[i];
  });
}

void divide(std::size_t count, const float* x, float divisor, float* y) {
  parallel_parts(count, elements_in_a_part, 1, [=](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) y[i] = x[i] / divisor;
  });
}

void sum_repeated(std::span<const int> x_shape, std::span<const int> y_shape, const float* dy, float* dx) {
  const std::span<const int> x_sample = x_shape.subspan(1), y_sample = y_shape.subspan(1);
  const auto count_of = [](std::span<const int> shape) {
    std::size_t count = 1;
    for (const int size : shape) count *= static_cast<std::size_t>(size);
    return count;
  };
  const std::size_t x_count = count_of(x_sample), y_count = count_of(y_sample);
  parallel_for(static_cast<std::size_t>(x_shape[0]), y_count, [=](std::size_t sample) {
    std::fill_n(dx + sample * x_count, x_count, 0.0f);
    add_broadcast_gradient(x_sample, y_sample, dy + sample * y_count, dx + sample * x_count);
  });
}

void concatenate(std::size_t rows, std::span<const Strip<const float>> x, float* y) {
  std::size_t length = 0;
  for (const auto& strip : x) length += strip.length;
  if (std::all_of(x.begin(), x.end(), [](const auto& strip) { return strip.data == nullptr; })) return;
  parallel_rows(rows, length, 1, [=](std::size_t row) {
    float* to = y + row * length;
    for (const auto& strip : x) {
      if (strip.data != nullptr) std::copy_n(strip.data + row * strip.length, strip.length, to);
      to += strip.length;
    }
  });
}

void split(std::size_t rows, const float* y, std::span<const Strip<float>> x) {
  std::size_t length = 0;
  for (const auto& strip : x) length += strip.length;
  parallel_rows(rows, length, 1, [=](std::size_t row) {
    const float* from = y + row * length;
    for (const auto& strip : x) {
      if (strip.data != nullptr) std::copy_n(from, strip.length, strip.data + row * strip.length);
      from += strip.length;
    }
  });
}

void gemm_each(std::size_t count, std::size_t rows, std::size_t columns, std::size_t inner, Matrix a,
               Matrix b, float* c) {
  parallel_for(count, 2 * rows * columns * inner, [=](std::size_t i) {
    gemm(rows, columns, inner, {a.data + i * rows * inner, a.stride, a.transposed},
         {b.data + i * inner * columns, b.stride, b.transposed}, c + i * rows * columns, columns);
  });
}

}  // namespace keratin::kernels
