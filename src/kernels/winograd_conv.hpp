#pragma once

#include "kernels/tap_conv.hpp"

namespace keratin::kernels {

// A ConvPass by Winograd's algorithm (simd/winograd.hpp): for windows of 2 or 3 taps a phase along both axes,
// without dilation. A convolution with strides reads one picture a phase and adds them up among the elements;
// a transposed one makes all phases of its output from the same elements.

/// The transforms with tiles of 4 or 6 pixels that fit; null where none do.
[[nodiscard]] const WinogradTransforms* winograd_transforms(const ConvPass& pass, std::size_t tile);

/// Tiles of all pictures, and multiplications for one of them.
[[nodiscard]] std::size_t winograd_tiles(const ConvPass& pass, const WinogradTransforms& transforms);
[[nodiscard]] std::size_t winograd_multiplications(const ConvPass& pass, const WinogradTransforms& transforms);

[[nodiscard]] std::size_t winograd_packed_size(const ConvPass& pass, const WinogradTransforms& transforms);
void pack_winograd(const ConvPass& pass, const WinogradTransforms& transforms, const float* kernel,
                   const float* bias, float* packed);
void run_winograd(const ConvPass& pass, const WinogradTransforms& transforms, const float* packed,
                  const float* input, Rectifier rectifier, float* output);

}  // namespace keratin::kernels
