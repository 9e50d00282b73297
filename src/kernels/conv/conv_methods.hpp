#pragma once

#include "kernels/conv/tap_conv.hpp"

// The ways to compute a ConvPass, among which ConvMethod chooses. A kernel and a packed kernel are those for
// all planes of the pass.

namespace keratin::kernels {

// As sums over the taps in register blocks of output pixels by output channels: what is taken if nothing is
// faster.

[[nodiscard]] std::size_t direct_packed_size(const ConvPass& pass);
void pack_direct(const ConvPass& pass, const float* kernel, const float* bias, float* packed);
void run_direct(const ConvPass& pass, const float* packed, const float* input, Epilogue epilogue,
                float* output);

// To few output channels, which would leave most of a vector empty: each input pixel is multiplied once by
// the matrix (input channels, taps · output channels), and the products are added up where the taps meet.

[[nodiscard]] std::size_t shifted_packed_size(const ConvPass& pass);
void pack_shifted(const ConvPass& pass, const float* kernel, const float* bias, float* packed);
void run_shifted(const ConvPass& pass, const float* packed, const float* input, Epilogue epilogue,
                 float* output);

// By Winograd's algorithm (simd/winograd.hpp): for windows of 2 to 5 taps a phase along both axes,
// without dilation. A convolution with strides reads one image a phase and adds them up among the elements;
// a transposed one makes all phases of its output from the same elements.

/// The transforms with tiles of 4, 5 or 6 pixels that fit; null if none do.
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
                  Epilogue epilogue, float* output);

/// The transforms with which Winograd's algorithm makes the gradient to the kernel faster than sums over the
/// pixels do; null if none do.
[[nodiscard]] const WinogradTransforms* winograd_gradient_transforms(const ConvPass& pass);

// The gradient to a kernel of one plane, whose slices all read a plane inside the image.

/// gradient += for each tap the sum over the pixels of inputᵀ · output.
void add_direct_gradient(const ConvPass& pass, const float* input, const float* output, float* gradient);

/// gradient += the gradient to the kernel. Each element of the kernel's tiles is one product of matrices over
/// all tiles of the images: Winograd's algorithm, transposed. The pass makes the image whose
/// channels lie side by side in the kernel.
void add_winograd_gradient(const ConvPass& pass, const WinogradTransforms& transforms, const float* input,
                           const float* output, float* gradient);

}  // namespace keratin::kernels
