#include "saving/onnx/windows.hpp"

#include <algorithm>

#include "layers/common/window.hpp"

namespace keratin::saving::onnx {

Windows windows_of(const LayerInput& layer, Size2D size) {
  Windows windows{size, layer.argument_or<Size2D>("strides", size)};
  if (layer.config.find("dilation_rate") != nullptr)
    windows.dilation = layer.argument<Size2D>("dilation_rate", 1);
  windows.padding =
      layers::parse_padding(layer.layer, layer.argument<std::string>("padding", {}), layers::Causal::known);
  return windows;
}

Integers sides_of(int rank, Size2D size) {
  if (rank == 3) return {size.columns};
  return {size.rows, size.columns};
}

Attributes shape_attributes(int rank, const Windows& windows) {
  Attributes attributes{{"kernel_shape", sides_of(rank, windows.size)},
                        {"strides", sides_of(rank, windows.strides)}};
  if (windows.dilation != Size2D(1)) attributes.emplace_back("dilations", sides_of(rank, windows.dilation));
  return attributes;
}

Integers pads_of(const std::vector<kernels::Axis>& axes) {
  Integers pads;
  for (const kernels::Axis& axis : axes) pads.push_back(axis.offset);
  for (const kernels::Axis& axis : axes) {
    const std::int64_t reach = std::int64_t{axis.window - 1} * axis.dilation + 1;
    const std::int64_t end = std::int64_t{axis.small - 1} * axis.stride + reach;
    pads.push_back(std::max<std::int64_t>(end - axis.offset - axis.large, 0));
  }
  return pads;
}

namespace {

/// The axis for data of an open size. Its padding does not depend on the size, unless it is "same" with a
/// stride.
kernels::Axis axis_of(int size, int window, int stride, int dilation, Padding padding) {
  const int reach = (window - 1) * dilation + 1;
  return layers::window_axis(size == None ? reach : size, window, stride, dilation, padding);
}

}  // namespace

Attributes window_attributes(const Value& x, const Windows& windows) {
  const int rank = x.shape.rank();
  const Integers sizes = sides_of(rank, windows.size), strides = sides_of(rank, windows.strides),
                 dilations = sides_of(rank, windows.dilation);
  const Shape stored = x.stored_shape();
  Attributes attributes = shape_attributes(rank, windows);
  std::vector<kernels::Axis> axes;
  for (int axis = 2; axis < rank; ++axis) {
    const auto side = static_cast<std::size_t>(axis - 2);
    if (stored[axis] == None && windows.padding == Padding::same && strides[side] > 1) {
      attributes.emplace_back("auto_pad", "SAME_UPPER");
      return attributes;
    }
    axes.push_back(axis_of(stored[axis], static_cast<int>(sizes[side]), static_cast<int>(strides[side]),
                           static_cast<int>(dilations[side]), windows.padding));
  }
  attributes.emplace_back("pads", pads_of(axes));
  return attributes;
}

}  // namespace keratin::saving::onnx
