#include "kernels/tap_conv.hpp"

#include <algorithm>
#include <cstring>

#include "kernels/gemm.hpp"
#include "kernels/parallel.hpp"
#include "kernels/scratch.hpp"

namespace keratin::kernels {

namespace {

std::size_t unsign(int n) { return static_cast<std::size_t>(n); }

/// Rows of the small picture that are worked on at once: as many as keep their matrix of taps in the cache.
struct RowBlocks {
  RowBlocks(const TapConv& conv, std::size_t floats_per_pixel) {
    constexpr std::size_t cache = 128 * 1024;
    const std::size_t row = unsign(conv.columns.small) * floats_per_pixel;
    rows = std::clamp<std::size_t>(cache / std::max<std::size_t>(row, 1), 1, unsign(conv.rows.small));
    count = (unsign(conv.rows.small) + rows - 1) / rows;
  }
  std::size_t rows, count;
};

/// Calls visit(small column, large pixel) along a row of the small picture; the pixel is null outside the
/// picture.
template <class Float, class Visit>
void for_each_pixel(const TapConv& conv, Float* large, int row, int a, int b, const Visit& visit) {
  const int y = row * conv.rows.stride + a * conv.rows.dilation - conv.rows.offset;
  const bool row_inside = y >= 0 && y < conv.rows.large;
  for (int column = 0; column < conv.columns.small; ++column) {
    const int x = column * conv.columns.stride + b * conv.columns.dilation - conv.columns.offset;
    const bool inside = row_inside && x >= 0 && x < conv.columns.large;
    visit(unsign(column),
          inside ? large + (unsign(y) * unsign(conv.columns.large) + unsign(x)) * conv.large_channels
                 : nullptr);
  }
}

/// Copies the pixels of one tap, or zeros, to `matrix` (pixels, stride) for rows [begin, end) of the small
/// picture.
void copy_tap(const TapConv& conv, const float* large, int begin, int end, int a, int b, float* matrix,
              std::size_t stride) {
  const std::size_t bytes = conv.large_channels * sizeof(float);
  for (int row = begin; row < end; ++row, matrix += unsign(conv.columns.small) * stride) {
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
void add_tap(const TapConv& conv, const float* matrix, std::size_t stride, int begin, int end, int a, int b,
             float* large) {
  for (int row = begin; row < end; ++row, matrix += unsign(conv.columns.small) * stride) {
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
  const std::size_t columns = unsign(conv.columns.small);
  const RowBlocks blocks(conv, inner);
  parallel_for(conv.batch * blocks.count, 2 * blocks.rows * columns * inner * channels, [&](std::size_t i) {
    const std::size_t image = i / blocks.count, begin = i % blocks.count * blocks.rows;
    const std::size_t end = std::min(begin + blocks.rows, unsign(conv.rows.small)),
                      pixels = (end - begin) * columns;
    float* matrix = scratch(pixels * inner);
    for_each_tap(conv, [&](int a, int b, std::size_t tap) {
      copy_tap(conv, large + image * conv.large_size(), static_cast<int>(begin), static_cast<int>(end), a, b,
               matrix + tap * conv.large_channels, inner);
    });
    float* y = small + image * conv.small_size() + begin * columns * channels;
    fill_rows(pixels, channels, bias, y);
    gemm(pixels, channels, inner, {matrix, inner}, {kernel, channels}, y, channels, true);
  });
}

void tap_conv_transpose(const TapConv& conv, const float* small, const float* kernel, const float* bias,
                        float* large) {
  const std::size_t outer = conv.taps() * conv.large_channels, channels = conv.small_channels;
  const std::size_t columns = unsign(conv.columns.small);
  const RowBlocks blocks(conv, outer);
  parallel_for(conv.batch, 2 * conv.small_size() * outer, [&](std::size_t image) {
    float* y = large + image * conv.large_size();
    fill_rows(conv.large_size() / conv.large_channels, conv.large_channels, bias, y);
    for (std::size_t begin = 0; begin < unsign(conv.rows.small); begin += blocks.rows) {
      const std::size_t end = std::min(begin + blocks.rows, unsign(conv.rows.small)),
                        pixels = (end - begin) * columns;
      float* matrix = scratch(pixels * outer);
      gemm(pixels, outer, channels,
           {small + image * conv.small_size() + begin * columns * channels, channels},
           {kernel, channels, true}, matrix, outer);
      for_each_tap(conv, [&](int a, int b, std::size_t tap) {
        add_tap(conv, matrix + tap * conv.large_channels, outer, static_cast<int>(begin),
                static_cast<int>(end), a, b, y);
      });
    }
  });
}

void add_kernel_gradient(const TapConv& conv, const float* large, const float* small, float* gradient) {
  const std::size_t channels = conv.large_channels, pixels = conv.small_size() / conv.small_channels;
  const std::size_t images =
      std::clamp<std::size_t>(64 * 1024 / std::max<std::size_t>(pixels * channels, 1), 1, conv.batch);
  parallel_for(conv.taps(), 2 * conv.batch * conv.small_size() * channels, [&](std::size_t tap) {
    const int a = static_cast<int>(tap) / conv.columns.window,
              b = static_cast<int>(tap) % conv.columns.window;
    for (std::size_t begin = 0; begin < conv.batch; begin += images) {
      const std::size_t end = std::min(begin + images, conv.batch);
      float* matrix = scratch((end - begin) * pixels * channels);
      for (std::size_t image = begin; image < end; ++image) {
        copy_tap(conv, large + image * conv.large_size(), 0, conv.rows.small, a, b,
                 matrix + (image - begin) * pixels * channels, channels);
      }
      gemm(channels, conv.small_channels, (end - begin) * pixels, {matrix, channels, true},
           {small + begin * conv.small_size(), conv.small_channels},
           gradient + tap * channels * conv.small_channels, conv.small_channels, true);
    }
  });
}

}  // namespace keratin::kernels
