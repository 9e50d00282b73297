#pragma once

#include <optional>
#include <string>
#include <vector>

namespace keratin::utils {

/// How many rows, or columns, a transposed convolution makes of `input` of them: with padding "valid"
/// input · stride + max(kernel_size − stride, 0), with "same" input · stride; with an output_padding
/// (input − 1) · stride + kernel_size − 2 · padded + output_padding, where "same" pads kernel_size / 2.
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

/// The ways from `input` rows to `output` of them, without output_padding: kernels up to `largest_kernel`,
/// those of a stride that divides them first, for they put no checkerboard on the image. Throws ValueError
/// for numbers that are not positive, and a largest_kernel over 1,000.
std::vector<ConvTransposeArguments> conv_transpose_arguments(int input, int output, int largest_kernel = 5);

}  // namespace keratin::utils
