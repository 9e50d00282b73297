#pragma once

#include "keratin/layers/layer.hpp"
#include "keratin/size2d.hpp"
#include "kernels/conv/depthwise_conv.hpp"
#include "layers/common/window.hpp"

namespace keratin::layers {

/// Checks the arguments that DepthwiseConv2D and SeparableConv2D share. Throws ValueError.
void check_depthwise(const Layer& layer, Size2D kernel_size, Size2D strides, Size2D dilation_rate,
                     int depth_multiplier);

/// The number of output channels, channels · depth_multiplier. Throws ValueError if they do not fit into an
/// int.
int depthwise_channels(const Layer& layer, int channels, int depth_multiplier);

/// The convolution of one call, with `channels` output channels, for images (batch, rows, columns, …).
kernels::DepthwiseConv depthwise_conv_of(const Shape& input_shape, int channels, Size2D kernel_size,
                                         Size2D strides, Size2D dilation_rate, Padding padding);

/// The output shape.
Shape depthwise_shape(const kernels::DepthwiseConv& conv, int batch);

/// x (batch, rows, columns, channels) with each channel repeated for each filter that reads it.
View repeated_channels(const kernels::DepthwiseConv& conv, View x, Tape& tape);

/// From the gradient `dy` of a depthwise convolution of `x`, the gradient with respect to x, empty if this
/// step does not need it. Adds the gradient with respect to the kernel.
View depthwise_backward(const kernels::DepthwiseConv& conv, const Weight& kernel, View x, View dy,
                        Tape& tape);

}  // namespace keratin::layers
