#pragma once

#include "kernels/conv/tap_conv.hpp"

namespace keratin::kernels {

// A ConvPass as sums over its taps in register blocks of output pixels by output channels: what ConvMethod
// takes where nothing is faster.

[[nodiscard]] std::size_t direct_packed_size(const ConvPass& pass);
void pack_direct(const ConvPass& pass, const float* kernel, const float* bias, float* packed);
void run_direct(const ConvPass& pass, const float* packed, const float* input, Rectifier rectifier,
                float* output);

}  // namespace keratin::kernels
