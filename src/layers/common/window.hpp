#pragma once

#include <optional>
#include <string>

#include "keratin/layers/layer.hpp"
#include "keratin/padding.hpp"
#include "keratin/size2d.hpp"
#include "keratin/size3d.hpp"
#include "kernels/axis.hpp"

namespace keratin::layers {

/// Reads "valid" or "same" or, if it is `known`, "causal", case-insensitively. Throws ValueError for anything
/// else.
enum class Causal { unknown, known };
Padding parse_padding(const Layer& layer, const std::string& text, Causal causal = Causal::unknown);

/// The largest kernel, stride or dilation. The product of two fits into an int.
inline constexpr int largest_window = 32'767;

/// Throws ValueError, naming `what`, unless the number is, or all are, from 1 to largest_window.
void check_positive(const Layer& layer, const char* what, int size);
void check_positive(const Layer& layer, const char* what, Size2D size);
void check_positive(const Layer& layer, const char* what, Size3D size);

/// The axis of a window that slides over `input` positions, padded as Keras does: 'same' puts the odd
/// position after, 'causal' all before. The output is None if `input` is, and 0 if a valid window does not
/// fit.
kernels::Axis window_axis(int input, int window, int stride, int dilation, Padding padding);

/// The axis of a transposed window: `input` is the small image. The large one's size is None if `input` is.
/// Throws ValueError if it does not fit into an int. Source: Keras's output sizes; positions as in
/// TensorFlow's gradient of a convolution.
kernels::Axis transposed_window_axis(const Layer& layer, int input, int window, int stride, int dilation,
                                     Padding padding, std::optional<int> output_padding);

}  // namespace keratin::layers
