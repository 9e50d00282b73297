#pragma once

#include <cstddef>

#include "kernels/axis.hpp"
#include "kernels/conv/phase.hpp"
#include "kernels/simd/vector_kernels.hpp"

namespace keratin::kernels {

/// A convolution between large images (batch, planes, rows, columns, large_channels) and small ones (batch,
/// planes, rows, columns, small_channels) with a kernel (planes, rows, columns, large_channels,
/// small_channels). Conv2D makes the small image from the large one, Conv2DTranspose the large one from the
/// small; each is the other's gradient to the input. Theirs have one plane, those of Conv3D as many as they
/// are deep.
struct TapConv {
  std::size_t batch;
  Axis rows, columns;
  std::size_t large_channels, small_channels;
  bool small_first = false;  ///< whether the kernel is (…, small_channels, large_channels)
  Axis depth = one_plane;
  std::size_t whole_batch = batch;  ///< that it is a part of: all parts are computed in one way

  [[nodiscard]] std::size_t large_plane() const { return area(rows.large, columns.large) * large_channels; }
  [[nodiscard]] std::size_t small_plane() const { return area(rows.small, columns.small) * small_channels; }
  [[nodiscard]] std::size_t large_size() const { return as_size(depth.large) * large_plane(); }
  [[nodiscard]] std::size_t small_size() const { return as_size(depth.small) * small_plane(); }
  [[nodiscard]] std::size_t plane_taps() const { return area(rows.window, columns.window); }
  [[nodiscard]] std::size_t kernel_plane() const { return plane_taps() * large_channels * small_channels; }
  [[nodiscard]] std::size_t kernel_size() const { return as_size(depth.window) * kernel_plane(); }

 private:
  static std::size_t area(int a, int b) { return as_size(a) * as_size(b); }
};

/// One direction of a TapConv, seen from its input and its output. It makes those planes of the output that
/// see the window alike: a slice is one of them in one image.
struct ConvPass {
  TapConv conv;
  Direction direction;
  Phase depth = phase_of(conv.depth, direction, 0);
  std::size_t output_stride =
      output_channels();  ///< floats from an output pixel to the next: more in a part of an image

  [[nodiscard]] bool to_small() const { return direction == Direction::to_small; }
  [[nodiscard]] std::size_t input_channels() const {
    return to_small() ? conv.large_channels : conv.small_channels;
  }
  [[nodiscard]] std::size_t output_channels() const {
    return to_small() ? conv.small_channels : conv.large_channels;
  }
  [[nodiscard]] int input_depth() const { return to_small() ? conv.depth.large : conv.depth.small; }
  [[nodiscard]] int input_rows() const { return to_small() ? conv.rows.large : conv.rows.small; }
  [[nodiscard]] int input_columns() const { return to_small() ? conv.columns.large : conv.columns.small; }
  [[nodiscard]] int output_rows() const { return to_small() ? conv.rows.small : conv.rows.large; }
  [[nodiscard]] int output_columns() const { return to_small() ? conv.columns.small : conv.columns.large; }
  [[nodiscard]] std::size_t input_size() const { return to_small() ? conv.large_size() : conv.small_size(); }
  [[nodiscard]] std::size_t output_size() const { return to_small() ? conv.small_size() : conv.large_size(); }

  [[nodiscard]] std::size_t input_plane() const {
    return to_small() ? conv.large_plane() : conv.small_plane();
  }
  [[nodiscard]] int output_depth() const { return to_small() ? conv.depth.small : conv.depth.large; }

  [[nodiscard]] std::size_t slices() const { return conv.batch * as_size(depth.count); }
  [[nodiscard]] std::size_t slices_of_whole() const { return conv.whole_batch * as_size(depth.count); }

  /// The plane that a slice reads with a tap, in the whole input; null if it lies outside.
  [[nodiscard]] const float* plane_read(std::size_t slice, int tap, const float* input) const {
    const auto [image, number] = place_of(slice);
    const int plane = depth.first_input + number * depth.input_step + tap * depth.tap_step;
    if (plane < 0 || plane >= input_depth()) return nullptr;
    return input + image * input_size() + as_size(plane) * input_plane();
  }

  /// The slice in the whole output.
  template <class Float>
  [[nodiscard]] Float* plane_made(std::size_t slice, Float* output) const {
    const auto [image, number] = place_of(slice);
    const std::size_t plane =
        image * as_size(output_depth()) + as_size(depth.first_output + number * depth.output_step);
    return output + plane * as_size(output_rows()) * as_size(output_columns()) * output_stride;
  }

  [[nodiscard]] ConvPass reversed() const {
    return {conv, to_small() ? Direction::to_large : Direction::to_small};
  }

  /// Multiplications for one slice, those with the zeros around the image included.
  [[nodiscard]] std::size_t multiplications() const {
    return conv.small_plane() * conv.plane_taps() * conv.large_channels * as_size(depth.taps);
  }

  /// The plane of the kernel that a tap along the depth takes.
  [[nodiscard]] const float* kernel_plane(const float* kernel, int tap) const {
    return kernel + as_size(depth.first_kernel + tap * depth.kernel_step) * conv.kernel_plane();
  }

  /// The numbers of a kernel's plane at a row and column of the window, from an input channel to all output
  /// channels: each `weight_stride()` from the one before.
  [[nodiscard]] const float* weights(const float* plane, int row, int column, std::size_t input) const {
    const std::size_t tap = as_size(row) * as_size(conv.columns.window) + as_size(column);
    return plane + tap * conv.large_channels * conv.small_channels + input * input_stride();
  }
  [[nodiscard]] std::size_t input_stride() const { return outputs_adjacent() ? output_channels() : 1; }
  [[nodiscard]] std::size_t weight_stride() const { return outputs_adjacent() ? 1 : input_channels(); }
  [[nodiscard]] bool outputs_adjacent() const { return to_small() != conv.small_first; }

 private:
  struct Place {
    std::size_t image;
    int number;  ///< among the image's slices
  };
  [[nodiscard]] Place place_of(std::size_t slice) const {
    if (depth.count == 1) return {slice, 0};  // without a division for each tile
    return {slice / as_size(depth.count), static_cast<int>(slice % as_size(depth.count))};
  }
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

  /// Floats that the packed kernel takes, a multiple of 64 bytes.
  [[nodiscard]] std::size_t packed_size() const;

  /// Packs the kernel and the bias, which may be null, at a multiple of 64 bytes.
  void pack(const float* kernel, const float* bias, float* packed) const;

  /// output = the epilogue of bias + the sum over the taps of an input pixel's channels times that tap's
  /// matrix.
  void run(const float* packed, const float* input, Epilogue epilogue, float* output) const;

 private:
  enum class Kind { direct, shifted, winograd_4, winograd_5, winograd_6 };

  [[nodiscard]] WinogradForm winograd_form() const;

  /// Calls visit(pass, where its packed kernel begins) for each phase of the output's planes; returns the
  /// size of all packed kernels.
  template <class Visit>
  std::size_t for_each_pass(const Visit& visit) const;

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
