#include "tool/ways.hpp"

#include <algorithm>

namespace keratin::tool {

namespace {

int largest_kernel_of(const WayOptions& options) {
  return options.kernel_size.value_or(options.largest_kernel);
}

bool fits(const Way& way, const WayOptions& options) {
  return options.kernel_size.value_or(way.kernel_size) == way.kernel_size &&
         options.stride.value_or(way.stride) == way.stride &&
         options.padding.value_or(way.padding) == way.padding;
}

/// The rows that a convolution makes; 0 if the kernel is too large.
int reduced(int input, int kernel_size, int stride, bool is_same) {
  if (is_same) return (input - 1) / stride + 1;
  return kernel_size > input ? 0 : (input - kernel_size) / stride + 1;
}

/// The only stride that makes `output` rows if a smaller one makes more.
int smallest_stride(const WayOptions& options, int kernel_size, bool is_same) {
  if (is_same) return (options.input - 1) / options.output + 1;
  return std::max(0, options.input - kernel_size) / options.output + 1;
}

/// From the smallest on; empty for 1.
std::vector<int> prime_factors(int number) {
  std::vector<int> factors;
  for (int factor = 2; factor <= number / factor; ++factor) {
    for (; number % factor == 0; number /= factor) factors.push_back(factor);
  }
  if (number > 1) factors.push_back(number);
  return factors;
}

/// A kernel for a step: one that the stride divides makes no checkerboards in a transposed convolution; of a
/// convolution it reaches each row.
int kernel_of_step(const WayOptions& options, int stride) {
  if (options.kernel_size) return *options.kernel_size;
  if (options.output < options.input) return std::min(std::max(3, stride), options.largest_kernel);
  return std::min(2 * stride, options.largest_kernel / stride * stride);
}

}  // namespace

std::vector<Way> ways_to_enlarge(const WayOptions& options) {
  std::vector<Way> ways =
      utils::conv_transpose_arguments(options.input, options.output, largest_kernel_of(options));
  std::erase_if(ways, [&](const Way& way) { return !fits(way, options); });
  return ways;
}

std::vector<Way> ways_to_reduce(const WayOptions& options) {
  std::vector<Way> ways;
  for (int kernel_size = 1; kernel_size <= largest_kernel_of(options); ++kernel_size) {
    for (const bool is_same : {true, false}) {
      const int stride = options.stride.value_or(smallest_stride(options, kernel_size, is_same));
      const Way way = {kernel_size, stride, is_same ? "same" : "valid"};
      const bool reaches_all = options.kernel_size || options.stride || kernel_size >= stride;
      if (reaches_all && fits(way, options) &&
          reduced(options.input, kernel_size, stride, is_same) == options.output)
        ways.push_back(way);
    }
  }
  return ways;
}

std::vector<Way> steps_between(const WayOptions& options) {
  const auto [less, more] = std::minmax(options.input, options.output);
  if (more % less != 0) return {};
  std::vector<Way> steps;
  for (const int factor : prime_factors(more / less)) {
    if (!options.kernel_size && factor > options.largest_kernel) return {};
    const Way step = {kernel_of_step(options, factor), factor, "same"};
    if (!fits(step, options)) return {};
    steps.push_back(step);
  }
  return steps.size() > 1 ? steps : std::vector<Way>();
}

std::vector<int> rows_of_steps(const WayOptions& options, const std::vector<Way>& steps) {
  std::vector<int> rows = {options.input};
  for (const Way& step : steps)
    rows.push_back(options.output < options.input ? rows.back() / step.stride : rows.back() * step.stride);
  return rows;
}

}  // namespace keratin::tool
