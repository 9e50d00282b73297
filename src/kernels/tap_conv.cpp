#include "kernels/tap_conv.hpp"

#include <algorithm>
#include <cstring>

#include "kernels/gemm.hpp"
#include "kernels/parallel.hpp"
#include "kernels/scratch.hpp"

namespace keratin::kernels {

namespace {

std::size_t unsign(int n) { return static_cast<std::size_t>(n); }

/// The rows of all small pictures, one after the other, cut into blocks whose matrix of taps stays in the
/// cache, and into enough of them for the threads.
std::size_t rows_in_a_block(const TapConv& conv, std::size_t floats_per_pixel) {
  constexpr std::size_t cache = 128 * 1024, least_blocks = 8;
  const std::size_t row = unsign(conv.columns.small) * floats_per_pixel,
                    rows = conv.batch * unsign(conv.rows.small);
  return std::clamp<std::size_t>(cache / row, 1, (rows + least_blocks - 1) / least_blocks);
}

/// Calls visit(small column, large pixel) along a row of all small pictures; the pixel is null outside the
/// picture.
template <class Float, class Visit>
void for_each_pixel(const TapConv& conv, Float* large, std::size_t row, int a, int b, const Visit& visit) {
  const std::size_t image = row / unsign(conv.rows.small);
  const int small_row = static_cast<int>(row % unsign(conv.rows.small));
  const int y = small_row * conv.rows.stride + a * conv.rows.dilation - conv.rows.offset;
  const bool row_inside = y >= 0 && y < conv.rows.large;
  Float* line = row_inside ? large + (image * unsign(conv.rows.large) + unsign(y)) *
                                         unsign(conv.columns.large) * conv.large_channels
                           : nullptr;
  for (int column = 0; column < conv.columns.small; ++column) {
    const int x = column * conv.columns.stride + b * conv.columns.dilation - conv.columns.offset;
    const bool inside = row_inside && x >= 0 && x < conv.columns.large;
    visit(unsign(column), inside ? line + unsign(x) * conv.large_channels : nullptr);
  }
}

/// Copies the pixels of one tap, or zeros, to `matrix` (pixels, stride) for rows [begin, end) of the small
/// pictures.
void copy_tap(const TapConv& conv, const float* large, std::size_t begin, std::size_t end, int a, int b,
              float* matrix, std::size_t stride) {
  const std::size_t bytes = conv.large_channels * sizeof(float);
  for (std::size_t row = begin; row < end; ++row, matrix += unsign(conv.columns.small) * stride) {
    for_each_pixel(conv, large, row, a, b, [&](std::size_t column, const float* pixel) {
      float* target = matrix + column * stride;
      if (pixel != nullptr) {
        std::memcpy(target, pixel, bytes);
      } else {
        std::memset(target, 0, bytes);
      }
    });
  }
}

/// Adds `matrix` (pixels, stride), laid out as by copy_tap, to the pixels of one tap.
void add_tap(const TapConv& conv, const float* matrix, std::size_t stride, std::size_t begin, std::size_t end,
             int a, int b, float* large) {
  for (std::size_t row = begin; row < end; ++row, matrix += unsign(conv.columns.small) * stride) {
    for_each_pixel(conv, large, row, a, b, [&](std::size_t column, float* pixel) {
      if (pixel == nullptr) return;
      const float* source = matrix + column * stride;
      for (std::size_t c = 0; c < conv.large_channels; ++c) pixel[c] += source[c];
    });
  }
}

template <class Visit>
void for_each_tap(const TapConv& conv, const Visit& visit) {
  std::size_t tap = 0;
  for (int a = 0; a < conv.rows.window; ++a) {
    for (int b = 0; b < conv.columns.window; ++b) visit(a, b, tap++);
  }
}

void fill_rows(std::size_t rows, std::size_t columns, const float* bias, float* y) {
  if (bias == nullptr) {
    std::fill(y, y + rows * columns, 0.0f);
  } else {
    for (std::size_t row = 0; row < rows; ++row) std::copy(bias, bias + columns, y + row * columns);
  }
}

}  // namespace

void tap_conv(const TapConv& conv, const float* large, const float* kernel, const float* bias, float* small) {
  const std::size_t inner = conv.taps() * conv.large_channels, channels = conv.small_channels;
  const std::size_t columns = unsign(conv.columns.small), rows = conv.batch * unsign(conv.rows.small);
  parallel_parts(rows, rows_in_a_block(conv, inner), 2 * columns * inner * channels,
                 [&](std::size_t begin, std::size_t end) {
                   const std::size_t pixels = (end - begin) * columns;
                   float* matrix = scratch(pixels * inner);
                   for_each_tap(conv, [&](int a, int b, std::size_t tap) {
                     copy_tap(conv, large, begin, end, a, b, matrix + tap * conv.large_channels, inner);
                   });
                   float* y = small + begin * columns * channels;
                   fill_rows(pixels, channels, bias, y);
                   gemm(pixels, channels, inner, {matrix, inner}, {kernel, channels}, y, channels, true);
                 });
}

void tap_conv_transpose(const TapConv& conv, const float* small, const float* kernel, const float* bias,
                        float* large) {
  const std::size_t outer = conv.taps() * conv.large_channels, channels = conv.small_channels;
  const std::size_t columns = unsign(conv.columns.small), rows_of_image = unsign(conv.rows.small);
  const std::size_t block = rows_in_a_block(conv, outer);
  const std::size_t images =
      std::max<std::size_t>(1, block / rows_of_image);  // whole ones: their pixels overlap
  parallel_parts(conv.batch, images, 2 * conv.small_size() * outer, [&](std::size_t first, std::size_t last) {
    fill_rows((last - first) * conv.large_size() / conv.large_channels, conv.large_channels, bias,
              large + first * conv.large_size());
    for (std::size_t begin = first * rows_of_image; begin < last * rows_of_image; begin += block) {
      const std::size_t end = std::min(begin + block, last * rows_of_image), pixels = (end - begin) * columns;
      float* matrix = scratch(pixels * outer);
      gemm(pixels, outer, channels, {small + begin * columns * channels, channels}, {kernel, channels, true},
           matrix, outer);
      for_each_tap(conv, [&](int a, int b, std::size_t tap) {
        add_tap(conv, matrix + tap * conv.large_channels, outer, begin, end, a, b, large);
      });
    }
  });
}

void add_kernel_gradient(const TapConv& conv, const float* large, const float* small, float* gradient) {
  const std::size_t channels = conv.large_channels, columns = unsign(conv.columns.small);
  const std::size_t rows = conv.batch * unsign(conv.rows.small), block = rows_in_a_block(conv, channels);
  parallel_for(conv.taps(), 2 * conv.batch * conv.small_size() * channels, [&](std::size_t tap) {
    const int a = static_cast<int>(tap) / conv.columns.window,
              b = static_cast<int>(tap) % conv.columns.window;
    for (std::size_t begin = 0; begin < rows; begin += block) {
      const std::size_t end = std::min(begin + block, rows), pixels = (end - begin) * columns;
      float* matrix = scratch(pixels * channels);
      copy_tap(conv, large, begin, end, a, b, matrix, channels);
      gemm(channels, conv.small_channels, pixels, {matrix, channels, true},
           {small + begin * columns * conv.small_channels, conv.small_channels},
           gradient + tap * channels * conv.small_channels, conv.small_channels, true);
    }
  });
}

}  // namespace keratin::kernels
