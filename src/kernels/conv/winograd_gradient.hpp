#pragma once

#include "kernels/conv/winograd_conv.hpp"

namespace keratin::kernels {

/// The transforms with which Winograd's algorithm makes the gradient to the kernel faster than sums over the
/// pixels do; null where none do.
[[nodiscard]] const WinogradTransforms* winograd_gradient_transforms(const ConvPass& pass);

/// gradient += the gradient to the kernel. Each element of the kernel's tiles is one product of matrices over
/// all tiles of the images: winograd_conv.hpp's algorithm, transposed. The pass makes the image whose
/// channels lie side by side in the kernel.
void add_winograd_gradient(const ConvPass& pass, const WinogradTransforms& transforms, const float* input,
                           const float* output, float* gradient);

}  // namespace keratin::kernels
