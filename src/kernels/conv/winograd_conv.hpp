#pragma once

#include "kernels/conv/tap_conv.hpp"

namespace keratin::kernels {

// A ConvPass by Winograd's algorithm (simd/winograd.hpp): for windows of 2 or 3 taps a phase along both axes,
// without dilation. A convolution with strides reads one image a phase and adds them up among the elements;
// a transposed one makes all phases of its output from the same elements.

/// The transforms with tiles of 4, 5 or 6 pixels that fit; null where none do.
[[nodiscard]] const WinogradTransforms* winograd_transforms(const ConvPass& pass, std::size_t tile);

struct WinogradForm {
  const WinogradTransforms* transforms;

  /// Whether each phase of a large output is cut into tiles of its own, of which fewer may fill the image,
  /// instead of sharing the input's elements.
  bool apart;
};

/// An estimate, in multiplications at full speed, of the time for all images: for the products, for the
/// transforms, and for reading the packed kernel, or making it each time.
[[nodiscard]] double winograd_cost(const ConvPass& pass, const WinogradForm& form, bool packs_each_time);

[[nodiscard]] std::size_t winograd_packed_size(const ConvPass& pass, const WinogradForm& form);
void pack_winograd(const ConvPass& pass, const WinogradForm& form, const float* kernel, const float* bias,
                   float* packed);
void run_winograd(const ConvPass& pass, const WinogradForm& form, const float* packed, const float* input,
                  Rectifier rectifier, float* output);

}  // namespace keratin::kernels
