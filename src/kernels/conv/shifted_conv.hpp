#pragma once

#include "kernels/conv/tap_conv.hpp"

namespace keratin::kernels {

// A ConvPass to few output channels, which would leave most of a vector empty: each input pixel is multiplied
// once by the matrix (input channels, taps · output channels), and the products are added up where the taps
// meet.

[[nodiscard]] std::size_t shifted_packed_size(const ConvPass& pass);
void pack_shifted(const ConvPass& pass, const float* kernel, const float* bias, float* packed);
void run_shifted(const ConvPass& pass, const float* packed, const float* input, Rectifier rectifier,
                 float* output);

}  // namespace keratin::kernels
