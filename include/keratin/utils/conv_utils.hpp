#pragma once

#include <optional>
#include <string>
#include <vector>

namespace keratin::utils {

/// The number of rows or columns that a transposed convolution makes from `input` of them: with padding
/// "valid" input · stride + max(kernel_size − stride, 0), with "same" input · stride; with an output_padding
/// (input − 1) · stride + kernel_size − 2 · padded + output_padding, with kernel_size / 2 padded for "same".
/// Throws ValueError for numbers that are not positive, an output_padding that is not smaller than the
/// stride, another padding, and a length that no int holds. Source: Keras's output shapes.
int conv_transpose_output_length(int input, int kernel_size, int stride, const std::string& padding = "valid",
                                 std::optional<int> output_padding = {}, int dilation_rate = 1);

/// Arguments of a transposed convolution, along one axis.
struct ConvTransposeArguments {
  int kernel_size, stride;
  std::string padding;

  bool operator==(const ConvTransposeArguments&) const = default;
};

/// All arguments that take `input` rows to `output` rows, without output_padding: kernels up to
/// `largest_kernel`, first those that the stride divides, since they make no checkerboards. Throws ValueError
/// for numbers that are not positive, and a largest_kernel over 1,000.
std::vector<ConvTransposeArguments> conv_transpose_arguments(int input, int output, int largest_kernel = 5);

}  // namespace keratin::utils
