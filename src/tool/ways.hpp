#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "keratin/utils/conv_utils.hpp"

namespace keratin::tool {

using Way = utils::ConvTransposeArguments;

constexpr int most_rows = std::numeric_limits<int>::max();

/// From how many rows to how many, and with what. What is not given may be anything.
struct WayOptions {
  int input, output, largest_kernel;
  std::optional<int> kernel_size, stride;
  std::optional<std::string> padding;
};

/// The arguments of a transposed convolution, as utils::conv_transpose_arguments() orders them.
std::vector<Way> ways_to_enlarge(const WayOptions& options);

/// Those of a convolution, for each kernel with the smallest stride that does it. Without a kernel_size only
/// kernels that reach each row.
std::vector<Way> ways_to_reduce(const WayOptions& options);

/// Several layers, of padding "same", whose strides are the prime factors of the ratio. Empty if it is not
/// whole or has one factor.
std::vector<Way> steps_between(const WayOptions& options);

/// The rows before, between and after these steps.
std::vector<int> rows_of_steps(const WayOptions& options, const std::vector<Way>& steps);

}  // namespace keratin::tool
