#include "keratin/layers.hpp"
#include "support/onnx_models.hpp"

namespace keratin::testing {

using namespace layers;

namespace {

void add_conv(OnnxFamily family) {
  family.add({9, 8, 3}, Conv2D(5, 3));
  family.add({9, 8, 3}, Conv2D(4, {3, 2}, {.strides = {2, 3}, .padding = "SAME", .activation = "relu"}));
  family.add({9, 8, 4}, Conv2D(6, {4, 3}, {.padding = "same", .dilation_rate = {2, 1}, .groups = 2}));
  family.add({3, 9, 8}, Conv2D(5, 3, {.strides = 2, .padding = "same", .data_format = "channels_first"}),
             Conv2D(2, 2, {.data_format = "channels_first", .use_bias = false}));
  family.add({9, 8, 3}, Conv2D(5, 3, {.activation = "softmax"}), Conv2D(1, 2));
  family.add({11, 3}, Conv1D(4, 3, {.strides = 2, .padding = "same"}), Conv1D(2, 2, {.activation = "tanh"}));
  family.add({11, 3}, Conv1D(4, 3, {.padding = "causal", .dilation_rate = 2}));
  family.add({11, 4}, Conv1D(4, 2, {.strides = 3, .padding = "causal", .groups = 2}));
  family.add({3, 11}, Conv1D(4, 2, {.data_format = "channels_first"}));
  family.add({None, None, 3}, Conv2D(4, 3, {.strides = 2, .padding = "same"}), Conv2D(2, 2));
  family.add({None, 3}, Conv1D(4, 3, {.padding = "same"}), Conv1D(2, 3, {.padding = "causal"}));
  family.add({4, 5, 6, 3}, Conv3D(5, {2, 3, 1}), BatchNormalization(), ReLU());
  family.add({4, 5, 6, 4}, Conv3D(6, 3, {.strides = {1, 2, 3}, .padding = "same", .groups = 2}));
  family.add({4, 5, 6, 2},
             Conv3D(3, 2, {.padding = "same", .dilation_rate = {2, 1, 3}, .activation = "tanh"}));
  family.add({2, 4, 5, 6}, Conv3D(3, 2, {.data_format = "channels_first", .use_bias = false}));
}

void add_transposed(OnnxFamily family) {
  family.add({5, 4, 3}, Conv2DTranspose(4, 3));
  family.add({5, 4, 3},
             Conv2DTranspose(4, {4, 3}, {.strides = 2, .padding = "same", .activation = "leaky_relu"}));
  family.add({5, 4, 3}, Conv2DTranspose(4, 1, {.strides = {2, 3}}));
  family.add({5, 4, 3}, Conv2DTranspose(4, 2, {.strides = 3, .padding = "same"}));
  family.add({5, 4, 3}, Conv2DTranspose(4, 3, {.strides = 2, .output_padding = 1}));
  family.add({5, 4, 3},
             Conv2DTranspose(4, {5, 1}, {.strides = 3, .padding = "same", .output_padding = {{2, 1}}}));
  family.add({5, 4, 3}, Conv2DTranspose(4, 4, {.strides = 2, .padding = "same", .output_padding = 0}));
  family.add({5, 4, 3}, Conv2DTranspose(4, 3, {.padding = "same", .dilation_rate = 2}));
  family.add({5, 4, 3}, Conv2DTranspose(4, 3, {.dilation_rate = {1, 2}, .use_bias = false}));
  family.add({3, 5, 4},
             Conv2DTranspose(4, 3, {.strides = 2, .padding = "same", .data_format = "channels_first"}));
  family.add({2, 3, 4, 3}, Conv3DTranspose(4, 3, {.strides = 2, .padding = "same", .activation = "relu"}));
  family.add({2, 3, 4, 3}, Conv3DTranspose(4, {1, 3, 2}, {.strides = {1, 3, 2}}), Conv3D(2, 2));
  family.add({2, 3, 4, 3}, Conv3DTranspose(2, 3, {.strides = 2, .output_padding = {{0, 1, 0}}}));
  family.add({2, 3, 4, 3}, Conv3DTranspose(2, 2, {.padding = "same", .dilation_rate = 2}));
  family.add({3, 2, 3, 4},
             Conv3DTranspose(2, 4, {.strides = 2, .padding = "same", .data_format = "channels_first"}));
  family.add({6, 3}, Conv1DTranspose(4, 3, {.strides = 2, .padding = "same"}));
  family.add({6, 3}, Conv1DTranspose(4, 2, {.strides = 3, .output_padding = 1}), Conv1DTranspose(2, 5));
  family.add({3, 6}, Conv1DTranspose(4, 3, {.data_format = "channels_first", .dilation_rate = 2}));
  family.add({None, None, 3}, Conv2DTranspose(4, 3, {.strides = 2, .padding = "same"}));
}

void add_depthwise(OnnxFamily family) {
  family.add({7, 6, 3}, DepthwiseConv2D(3));
  family.add({7, 6, 3}, DepthwiseConv2D({2, 3}, {.strides = 2, .padding = "same", .depth_multiplier = 2}));
  family.add({7, 6, 3}, DepthwiseConv2D(2, {.dilation_rate = 2, .activation = "relu", .use_bias = false}));
  family.add({3, 7, 6}, DepthwiseConv2D(3, {.depth_multiplier = 2, .data_format = "channels_first"}));
  family.add({7, 6, 3}, SeparableConv2D(5, 3));
  family.add({7, 6, 3},
             SeparableConv2D(5, {3, 2},
                             {.strides = 2, .padding = "same", .depth_multiplier = 2, .activation = "elu"}));
  family.add({3, 7, 6}, SeparableConv2D(5, 3, {.data_format = "channels_first", .use_bias = false}));
}

}  // namespace

void add_onnx_convolutions(std::vector<OnnxCase>& cases) {
  add_conv({"convolution", cases});
  add_transposed({"transposed", cases});
  add_depthwise({"depthwise", cases});
}

}  // namespace keratin::testing
