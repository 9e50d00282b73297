#include "keratin/utils/conv_utils.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "keratin/error.hpp"
#include "utils/conv_transpose_length.hpp"
#include "utils/lower_case.hpp"

namespace keratin::utils {

namespace {

void check_positive(const char* name, int value) {
  if (value < 1) throw ValueError(fmt::format("{} must be positive, but received {}.", name, value));
}

}  // namespace

std::int64_t conv_transpose_length(const ConvTransposeLength& axis) {
  const std::int64_t reach = std::int64_t{axis.kernel_size - 1} * axis.dilation_rate + 1;
  const std::int64_t apart = std::int64_t{axis.input - 1} * axis.stride;
  if (axis.output_padding) {
    return apart + reach - (axis.is_same ? 2 * (reach / 2) : 0) + *axis.output_padding;
  }
  return axis.is_same ? std::int64_t{axis.input} * axis.stride
                      : apart + std::max<std::int64_t>(reach, axis.stride);
}

int conv_transpose_output_length(int input, int kernel_size, int stride, const std::string& padding,
                                 std::optional<int> output_padding, int dilation_rate) {
  check_positive("input", input);
  check_positive("kernel_size", kernel_size);
  check_positive("stride", stride);
  check_positive("dilation_rate", dilation_rate);
  const std::string kind = lower_case(padding);
  if (kind != "valid" && kind != "same") {
    throw ValueError(fmt::format("padding must be \"valid\" or \"same\", but received \"{}\".", padding));
  }
  if (output_padding && (*output_padding < 0 || *output_padding >= stride)) {
    throw ValueError(fmt::format("output_padding must be from 0 to less than the stride {}, but received {}.",
                                 stride, *output_padding));
  }
  const std::int64_t length =
      conv_transpose_length({input, kernel_size, stride, dilation_rate, kind == "same", output_padding});
  if (length < 1 || length > std::numeric_limits<int>::max()) {
    throw ValueError(fmt::format("the output's length would be {}, but it must be from 1 to {}.", length,
                                 std::numeric_limits<int>::max()));
  }
  return static_cast<int>(length);
}

std::vector<ConvTransposeArguments> conv_transpose_arguments(int input, int output, int largest_kernel) {
  check_positive("input", input);
  check_positive("output", output);
  check_positive("largest_kernel", largest_kernel);
  if (largest_kernel > 1000) {
    throw ValueError(fmt::format("largest_kernel must be at most 1000, but received {}.", largest_kernel));
  }
  std::vector<ConvTransposeArguments> found;
  // With a stride over the kernel's size the output has input · stride rows.
  std::vector<int> strides(static_cast<std::size_t>(largest_kernel));
  std::iota(strides.begin(), strides.end(), 1);
  if (output % input == 0 && output / input > largest_kernel) strides.push_back(output / input);
  for (const int stride : strides) {
    for (int kernel_size = 1; kernel_size <= largest_kernel; ++kernel_size) {
      for (const bool is_same : {true, false}) {
        if (conv_transpose_length({input, kernel_size, stride, 1, is_same, {}}) == output) {
          found.push_back({kernel_size, stride, is_same ? "same" : "valid"});
        }
      }
    }
  }
  std::stable_partition(found.begin(), found.end(), [](const ConvTransposeArguments& arguments) {
    return arguments.kernel_size % arguments.stride == 0;
  });
  return found;
}

}  // namespace keratin::utils
