#pragma once

#include "engine/packed_weights.hpp"
#include "keratin/fusion.hpp"
#include "keratin/layers/layer.hpp"
#include "keratin/size2d.hpp"
#include "kernels/conv/tap_conv.hpp"
#include "layers/common/window.hpp"

namespace keratin::layers {

/// The convolution of one call, from its batch and the axes of one image.
kernels::TapConv tap_conv_of(const Shape& input_shape, kernels::Axis rows, kernels::Axis columns,
                             int large_channels, int small_channels,
                             kernels::Axis depth = kernels::one_plane);

/// A layer's weights and their packed forms.
struct ConvolutionWeights {
  const Weight& kernel;
  const Weight* bias;  ///< null if there is none
  PackedWeights& packed;
  int groups = 1;  ///< groups of channels and filters, each convolved separately
};

/// Writes to `y` the convolution of `x` with all that `fusion` adds. `pass` is that of one group. If `fusion`
/// enlarges the input, it is over the enlarged image.
void convolve(const kernels::ConvPass& pass, const ConvolutionWeights& weights, const Fusion& fusion, View x,
              Tape& tape, Buffer y);

/// The backward pass: adds the gradients of the weights and returns the gradient with respect to `x`, empty
/// if this step does not need it.
View convolve_backward(const kernels::ConvPass& pass, const ConvolutionWeights& weights, const Fusion& fusion,
                       View x, View dy, Tape& tape);

}  // namespace keratin::layers
