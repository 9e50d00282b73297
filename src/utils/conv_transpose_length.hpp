#pragma once

#include <cstdint>
#include <optional>

namespace keratin::utils {

/// A transposed convolution along one axis; all positive, and an output_padding from 0 to less than stride.
struct ConvTransposeLength {
  int input, kernel_size, stride, dilation_rate;
  bool is_same;
  std::optional<int> output_padding;
};

/// See conv_transpose_output_length().
std::int64_t conv_transpose_length(const ConvTransposeLength& axis);

}  // namespace keratin::utils
