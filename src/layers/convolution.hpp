#pragma once

#include <optional>

#include "engine/packed_weights.hpp"
#include "keratin/fusion.hpp"
#include "keratin/layers/layer.hpp"
#include "keratin/size2d.hpp"
#include "kernels/tap_conv.hpp"
#include "layers/window.hpp"

namespace keratin::layers {

/// What Conv2D and Conv2DTranspose share: the checks of their arguments. Throws ValueError.
void check_convolution(const Layer& layer, int filters, Size2D kernel_size, Size2D strides,
                       Size2D dilation_rate);
void check_convolution(const Layer& layer, int filters, int kernel_size, int strides, int dilation_rate);

/// Throws ValueError unless `groups` divides the filters.
void check_groups(const Layer& layer, int filters, int groups);

/// How many of the `channels` of an input each group has. Throws ValueError unless `groups` divides them.
int channels_of_group(const Layer& layer, const Shape& input_shape, int channels, int groups);

/// The axis of a transposed window: `input` is the small picture. The large one's size is None where `input`
/// is. Throws ValueError where it does not fit into an int. Source: Keras's output sizes; positions as in
/// TensorFlow's gradient of a convolution.
kernels::Axis transposed_window_axis(const Layer& layer, int input, int window, int stride, int dilation,
                                     Padding padding, std::optional<int> output_padding);

/// The convolution of one call, from the axes of one picture.
kernels::TapConv tap_conv_of(const Shape& input_shape, kernels::Axis rows, kernels::Axis columns,
                             int large_channels, int small_channels);

/// A layer's weights, and what its kernels keep of them.
struct ConvolutionWeights {
  const Weight& kernel;
  const Weight* bias;  ///< null where there is none
  PackedWeights& packed;
  int groups = 1;  ///< parts of the channels and of the filters, each convolved alone
};

/// Writes to `y` the convolution of `x` with all that `fusion` adds. `pass` is that of one group; where
/// `fusion` enlarges the input, it is over the enlarged picture.
void convolve(const kernels::ConvPass& pass, const ConvolutionWeights& weights, const Fusion& fusion, View x,
              Tape& tape, Buffer y);

/// Its backward pass: adds the gradients of the weights, and returns the one with respect to `x`, empty where
/// this step does not need it.
View convolve_backward(const kernels::ConvPass& pass, const ConvolutionWeights& weights, const Fusion& fusion,
                       View x, View dy, Tape& tape);

}  // namespace keratin::layers
