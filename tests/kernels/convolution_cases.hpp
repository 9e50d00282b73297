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

/// Calls visit(large pixel, small pixel, first weight of the tap) for all pixels that meet.
template <class Visit>
void for_each_meeting(const kernels::TapConv& conv, const Visit& visit) {
  const auto size = [](int n) { return static_cast<std::size_t>(n); };
  for (std::size_t image = 0; image < conv.batch; ++image) {
    for (int i = 0; i < conv.rows.small; ++i) {
      for (int j = 0; j < conv.columns.small; ++j) {
        for (int tap = 0; tap < static_cast<int>(conv.taps()); ++tap) {
          const int a = tap / conv.columns.window, b = tap % conv.columns.window;
          const int row = i * conv.rows.stride + a * conv.rows.dilation - conv.rows.offset,
                    column = j * conv.columns.stride + b * conv.columns.dilation - conv.columns.offset;
          if (row < 0 || row >= conv.rows.large || column < 0 || column >= conv.columns.large) continue;
          visit(
              (image * size(conv.rows.large * conv.columns.large) + size(row * conv.columns.large + column)) *
                  conv.large_channels,
              (image * size(conv.rows.small * conv.columns.small) + size(i * conv.columns.small + j)) *
                  conv.small_channels,
              size(tap) * conv.large_channels * conv.small_channels);
        }
      }
    }
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
