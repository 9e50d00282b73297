#pragma once

#include <array>
#include <cstddef>

namespace keratin::kernels {

/// The rectifier that a kernel applies to its sums while they are in registers.
struct Rectifier {
  enum class Kind { none, plain, leaky };
  Kind kind = Kind::none;
  float slope = 0.0f;  ///< of leaky, below 0
};

/// What a kernel does with its sums while they are in registers: they are added to what is in the output if
/// it `adds`, and then rectified.
struct Epilogue {
  Rectifier rectifier = {};
  bool adds = false;
};

/// Some rows of x times a panel: each of y[0 … rows) is the sum over all runs r and k < length of
/// x[row][offsets[r] + k] · panel[r · length + k]. A panel holds, for each k, as many channels as fit into
/// one vector (up to `lanes` channels) or two; its first row is what the sums begin with.
struct Product {
  std::size_t rows;  ///< 1 to VectorKernels::rows
  const float* const* x;
  const std::size_t* offsets;
  std::size_t runs, length;
  const float* panel;
  std::size_t channels;  ///< of the panel that are stored
  float* const* y;
  Epilogue epilogue;
};

/// sums[row][channel] += for all images p, lines l and places k of a line the sum of
/// x[p · x_image + l · x_line + k · x_step + row] · y[p · y_image + l · y_line + k · y_step + channel].
struct OuterProducts {
  std::size_t rows;  ///< 1 to VectorKernels::rows
  std::size_t images, lines, places;
  const float* x;
  std::size_t x_image, x_line, x_step;
  const float* y;  ///< padded to whole vectors, as panels are
  std::size_t y_image, y_line, y_step;
  std::size_t channels;
  float* sums;
  std::size_t sums_stride;
};

/// Pixels of a depthwise convolution that meet the same taps: y[p · y_step + c] = rectifier(bias[c] + the sum
/// over the taps t of x[t][p · x_step + c] · weights[t][c]).
struct DepthwiseRun {
  std::size_t pixels, channels, taps;
  const float* const* x;
  std::size_t x_step;
  const float* const* weights;
  const float* bias;  ///< null for none
  Rectifier rectifier;
  float* y;
  std::size_t y_step;
};

/// sums[c] += the sum over all places p of x[p · x_step + c] · y[p · y_step + c].
struct ElementProducts {
  std::size_t places, channels;
  const float* x;
  std::size_t x_step;
  const float* y;
  std::size_t y_step;
  float* sums;
};

/// Neighbouring windows of pooling that lie alike inside the large image: each begins `step` numbers after
/// the one before, and its pixels lie `offsets` numbers from its first one, in their order. The small image's
/// pixels are neighbours.
struct PoolRun {
  std::size_t windows, channels, taps;
  const std::size_t* offsets;
  std::size_t step;
  bool overlap;  ///< whether gradients are added to what is there, or take its place
};

/// One tile of Winograd's algorithm, along all its channels. `elements` is where the first of its tile²
/// elements lies, each `stride` from the one before; `pixels` are tile² pixels of the input, all readable, or
/// outputs² of the output, null for those outside the image.
struct WinogradTile {
  std::size_t channels = 0;
  float* elements = nullptr;
  std::size_t stride = 0;
  float* const* pixels = nullptr;
  const float* bias = nullptr;  ///< added to the output
  Epilogue epilogue = {};       ///< of the output
};

/// The transforms of one form of Winograd's algorithm.
struct WinogradTransforms {
  std::size_t tile, outputs, taps;  ///< along each axis: tile = outputs + taps - 1

  /// From pixels of the input to elements.
  void (*input)(const WinogradTile&);

  /// From elements to pixels of the output.
  void (*output)(const WinogradTile&);

  /// From weights (taps², channels) to elements, each `stride` from the one before; `channels` fill whole
  /// vectors.
  void (*weights)(std::size_t channels, const float* weights, float* elements, std::size_t stride);

  /// The other way round, for the gradient to the weights; null if the tile is odd: from pixels of the
  /// output to elements, and from elements to weights.
  void (*output_gradient)(const WinogradTile&);
  void (*weights_gradient)(std::size_t channels, const float* elements, std::size_t stride, float* weights);
};

/// The kernels that are written in vectors, compiled for one instruction set.
struct VectorKernels {
  std::size_t lanes;  ///< floats in a vector
  std::size_t rows;   ///< the most rows of a Product and of OuterProducts

  void (*multiply)(const Product&);
  void (*add_outer_products)(const OuterProducts&);
  void (*depthwise)(const DepthwiseRun&);
  void (*add_products)(const ElementProducts&);

  /// The largest number of each window; and its gradient, which goes to the first largest one.
  void (*max_pool)(const PoolRun&, const float* x, float* y);
  void (*max_pool_gradient)(const PoolRun&, const float* x, const float* dy, float* dx);

  /// With tiles of 4, 5 or 6 pixels, for 2 to 5 taps.
  std::array<WinogradTransforms, 7> winograd;

  void (*rectify)(std::size_t count, Rectifier, const float* x, float* y);
  void (*rectify_gradient)(std::size_t count, Rectifier, const float* x, const float* dy, float* dx);
  void (*exponential)(std::size_t count, const float* x, float* y);
  void (*sigmoid)(std::size_t count, const float* x, float* y);
  void (*tanh)(std::size_t count, const float* x, float* y);
};

extern const VectorKernels plain_kernels, avx2_kernels, avx512_kernels, neon_kernels;

}  // namespace keratin::kernels
