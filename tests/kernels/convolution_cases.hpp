#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "kernels/conv/tap_conv.hpp"
#include "kernels/instruction_set.hpp"
#include "support/catch.hpp"

namespace keratin::testing {

/// Calls check() with each instruction set that this processor has, and goes back to the fastest.
template <class Check>
void for_each_instruction_set(const Check& check) {
  const kernels::InstructionSet before = kernels::instruction_set();
  for (const kernels::InstructionSet set : kernels::instruction_sets()) {
    kernels::set_instruction_set(set);
    INFO("instruction set number " << static_cast<int>(set));
    check();
  }
  kernels::set_instruction_set(before);
}

/// A window over `large` positions, padded as for "same" if the input is the large image.
inline kernels::Axis same_axis(int large, int window, int stride, int dilation = 1) {
  const int small = (large - 1) / stride + 1, reach = (window - 1) * dilation + 1;
  return {large, small, window, stride, dilation, std::max((small - 1) * stride + reach - large, 0) / 2};
}

/// A window over all whole positions.
inline kernels::Axis valid_axis(int large, int window, int stride, int dilation = 1) {
  return {large, (large - (window - 1) * dilation - 1) / stride + 1, window, stride, dilation, 0};
}

inline std::vector<float> random_numbers(std::size_t count, unsigned seed) {
  std::mt19937 generator(seed);
  std::uniform_real_distribution<float> uniform(-1.0f, 1.0f);
  std::vector<float> numbers(count);
  for (float& number : numbers) number = uniform(generator);
  return numbers;
}

/// Calls visit(position in the large image, position in the window) for those that meet a small position.
template <class Visit>
void for_each_tap(const kernels::Axis& axis, int small, const Visit& visit) {
  for (int tap = 0; tap < axis.window; ++tap) {
    const int large = small * axis.stride + tap * axis.dilation - axis.offset;
    if (large >= 0 && large < axis.large) visit(large, tap);
  }
}

/// Calls visit(large pixel, small pixel, first weight of the tap) for all pixels that meet.
template <class Visit>
void for_each_meeting(const kernels::TapConv& conv, const Visit& visit) {
  const auto place = [](int plane, int row, int column, int rows, int columns) {
    return static_cast<std::size_t>((plane * rows + row) * columns + column);
  };
  const kernels::Axis &depth = conv.depth, &rows = conv.rows, &columns = conv.columns;
  const int pixels = static_cast<int>(conv.batch) * depth.small * rows.small * columns.small;
  for (int pixel = 0; pixel < pixels; ++pixel) {
    const int plane = pixel / (rows.small * columns.small), image = plane / depth.small;
    for_each_tap(depth, plane % depth.small, [&](int large_plane, int k) {
      for_each_tap(rows, pixel / columns.small % rows.small, [&](int row, int i) {
        for_each_tap(columns, pixel % columns.small, [&](int column, int j) {
          visit(place(image * depth.large + large_plane, row, column, rows.large, columns.large) *
                    conv.large_channels,
                static_cast<std::size_t>(pixel) * conv.small_channels,
                place(k, i, j, rows.window, columns.window) * conv.large_channels * conv.small_channels);
        });
      });
    });
  }
}

/// The pass as the plainest loop in double precision.
inline std::vector<double> reference_pass(const kernels::ConvPass& pass, const std::vector<float>& x,
                                          const std::vector<float>& kernel, const std::vector<float>& bias) {
  const kernels::TapConv& conv = pass.conv;
  std::vector<double> y(conv.batch * pass.output_size());
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = double{bias[i % bias.size()]};
  for_each_meeting(conv, [&](std::size_t large, std::size_t small, std::size_t tap) {
    for (std::size_t l = 0; l < conv.large_channels; ++l) {
      for (std::size_t s = 0; s < conv.small_channels; ++s) {
        const std::size_t position =
            conv.small_first ? s * conv.large_channels + l : l * conv.small_channels + s;
        const double weight = double{kernel[tap + position]};
        if (pass.to_small()) {
          y[small + s] += double{x[large + l]} * weight;
        } else {
          y[large + l] += double{x[small + s]} * weight;
        }
      }
    }
  });
  return y;
}

/// The largest difference, relative to the largest number expected.
inline double relative_error(const std::vector<float>& received, const std::vector<double>& expected) {
  double difference = 0.0, scale = 1e-30;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double distance = std::abs(double{received[i]} - expected[i]);
    difference = distance <= difference ? difference : distance;  // also where it is not a number
    scale = std::max(scale, std::abs(expected[i]));
  }
  return difference / scale;
}

}  // namespace keratin::testing
