#pragma once

#include <cstddef>

#include "kernels/axis.hpp"
#include "kernels/conv/phase.hpp"
#include "kernels/simd/vector_kernels.hpp"

namespace keratin::kernels {

/// A convolution between large images (batch, rows, columns, large_channels) and small ones (batch, rows,
/// columns, small_channels) with a kernel (rows, columns, large_channels, small_channels). Conv2D makes the
/// small image from the large one, Conv2DTranspose the large one from the small; each is the other's
/// gradient to the input.
struct TapConv {
  std::size_t batch;
  Axis rows, columns;
  std::size_t large_channels, small_channels;
  bool small_first = false;  ///< whether the kernel is (rows, columns, small_channels, large_channels)

  [[nodiscard]] std::size_t large_size() const { return area(rows.large, columns.large) * large_channels; }
  [[nodiscard]] std::size_t small_size() const { return area(rows.small, columns.small) * small_channels; }
  [[nodiscard]] std::size_t taps() const { return area(rows.window, columns.window); }
  [[nodiscard]] std::size_t kernel_size() const { return taps() * large_channels * small_channels; }

 private:
  static std::size_t area(int a, int b) { return static_cast<std::size_t>(a) * static_cast<std::size_t>(b); }
};

/// One direction of a TapConv, seen from its input and its output.
struct ConvPass {
  TapConv conv;
  Direction direction;

  [[nodiscard]] bool to_small() const { return direction == Direction::to_small; }
  [[nodiscard]] std::size_t input_channels() const {
    return to_small() ? conv.large_channels : conv.small_channels;
  }
  [[nodiscard]] std::size_t output_channels() const {
    return to_small() ? conv.small_channels : conv.large_channels;
  }
  [[nodiscard]] int input_rows() const { return to_small() ? conv.rows.large : conv.rows.small; }
  [[nodiscard]] int input_columns() const { return to_small() ? conv.columns.large : conv.columns.small; }
  [[nodiscard]] int output_rows() const { return to_small() ? conv.rows.small : conv.rows.large; }
  [[nodiscard]] int output_columns() const { return to_small() ? conv.columns.small : conv.columns.large; }
  [[nodiscard]] std::size_t input_size() const { return to_small() ? conv.large_size() : conv.small_size(); }
  [[nodiscard]] std::size_t output_size() const { return to_small() ? conv.small_size() : conv.large_size(); }

  [[nodiscard]] ConvPass reversed() const {
    return {conv, to_small() ? Direction::to_large : Direction::to_small};
  }

  /// Multiplications for one image, those with the zeros around it included.
  [[nodiscard]] std::size_t multiplications() const {
    return conv.small_size() * conv.taps() * conv.large_channels;
  }

  /// The kernel's numbers at a row and column of the window, from an input channel to all output channels:
  /// each `weight_stride()` from the one before.
  [[nodiscard]] const float* weights(const float* kernel, int row, int column, std::size_t input) const {
    const std::size_t tap = as_size(row) * as_size(conv.columns.window) + as_size(column);
    return kernel + tap * conv.large_channels * conv.small_channels +
           input * (outputs_adjacent() ? output_channels() : 1);
  }
  [[nodiscard]] std::size_t weight_stride() const { return outputs_adjacent() ? 1 : input_channels(); }
  [[nodiscard]] bool outputs_adjacent() const { return to_small() != conv.small_first; }
};

struct WinogradForm;

/// How a ConvPass is computed, chosen from its sizes: the ways differ in how the kernel is packed.
class ConvMethod {
 public:
  /// `packs_each_time`: whether the kernel changes with every call, as in training.
  ConvMethod(const ConvPass& pass, bool packs_each_time);

  /// Below `kinds`; the same for passes of one layer and direction whose packed kernels are the same.
  [[nodiscard]] std::size_t kind() const { return static_cast<std::size_t>(kind_); }
  static constexpr std::size_t kinds = 5;

  /// Floats that the packed kernel takes.
  [[nodiscard]] std::size_t packed_size() const;

  /// Packs the kernel and the bias, which may be null, at a multiple of 64 bytes.
  void pack(const float* kernel, const float* bias, float* packed) const;

  /// output = rectifier(bias + the sum over the taps of an input pixel's channels times that tap's matrix).
  void run(const float* packed, const float* input, Rectifier rectifier, float* output) const;

 private:
  enum class Kind { direct, shifted, winograd_4, winograd_5, winograd_6 };

  [[nodiscard]] WinogradForm winograd_form() const;

  ConvPass pass_;
  Kind kind_;
  bool apart_ = false;
};

/// Whether Winograd's algorithm may be used if it is faster: its results differ from the direct ones by
/// about 1e-6 of their scale. At first it may.
void set_winograd(bool allowed);
[[nodiscard]] bool winograd();

/// gradient += for each tap the sum over the pixels of largeᵀ · small: with respect to the kernel, of either
/// direction.
void add_kernel_gradient(const TapConv& conv, const float* large, const float* small, float* gradient);

}  // namespace keratin::kernels
