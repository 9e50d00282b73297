#pragma once

#include <cstddef>

#include "kernels/conv/tap_conv.hpp"

namespace keratin::kernels {

/// A convolution with stride 1 of an image enlarged by repeating its pixels, as the transposed convolution
/// of the small image that gives the same: taps that read one pixel become one, so that the enlarged
/// image is never made. `conv` has the axes over the enlarged image; the factors divide its size.
[[nodiscard]] TapConv merged_conv(const TapConv& conv, int row_factor, int column_factor);

/// The kernel of merged_conv() from the one of `conv`.
void merge_taps(const TapConv& conv, int row_factor, int column_factor, const float* kernel, float* merged);

/// gradient += the gradient of `kernel` from the one of the merged kernel.
void add_merged_gradient(const TapConv& conv, int row_factor, int column_factor, const float* merged,
                         float* gradient);

}  // namespace keratin::kernels
