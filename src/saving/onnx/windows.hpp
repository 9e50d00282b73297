#pragma once

#include "keratin/padding.hpp"
#include "keratin/size2d.hpp"
#include "kernels/axis.hpp"
#include "saving/onnx/layer_writer.hpp"

namespace keratin::saving::onnx {

/// How the windows of a layer lie; sequences have columns alone.
struct Windows {
  Size2D size, strides, dilation = 1;
  Padding padding = Padding::valid;
};

/// The strides, the padding and, where the layer has it, the dilation_rate of the layer's arguments.
Windows windows_of(const LayerInput& layer, Size2D size);

/// A side for each axis behind the channels of an input of this rank: rows and columns, or columns alone.
Integers sides_of(int rank, Size2D size);

/// kernel_shape, strides and, where they are not 1, dilations, which all operators of windows take.
Attributes shape_attributes(int rank, const Windows& windows);

/// What stands around the data: ONNX's pads, all beginnings first.
Integers pads_of(const std::vector<kernels::Axis>& axes);

/// All attributes of windows that slide over `x`, whose channels stand behind the batch.
Attributes window_attributes(const Value& x, const Windows& windows);

}  // namespace keratin::saving::onnx
