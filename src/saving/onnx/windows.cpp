// Layers whose windows slide over images, sequences and volumes, and means and largest numbers of whole ones.
// Keras's kernels are (rows, columns, in, out), ONNX's (out, in, rows, columns).
#include <algorithm>

#include "keratin/layers/convolutional/conv1d.hpp"
#include "keratin/layers/convolutional/conv1d_transpose.hpp"
#include "keratin/layers/convolutional/conv2d.hpp"
#include "keratin/layers/convolutional/conv2d_transpose.hpp"
#include "keratin/layers/convolutional/conv3d.hpp"
#include "keratin/layers/convolutional/conv3d_transpose.hpp"
#include "keratin/layers/convolutional/depthwise_conv2d.hpp"
#include "keratin/layers/convolutional/separable_conv2d.hpp"
#include "keratin/layers/pooling/average_pooling1d.hpp"
#include "keratin/layers/pooling/average_pooling2d.hpp"
#include "keratin/layers/pooling/average_pooling3d.hpp"
#include "keratin/layers/pooling/global_average_pooling1d.hpp"
#include "keratin/layers/pooling/global_average_pooling2d.hpp"
#include "keratin/layers/pooling/global_average_pooling3d.hpp"
#include "keratin/layers/pooling/global_max_pooling1d.hpp"
#include "keratin/layers/pooling/global_max_pooling2d.hpp"
#include "keratin/layers/pooling/global_max_pooling3d.hpp"
#include "keratin/layers/pooling/max_pooling1d.hpp"
#include "keratin/layers/pooling/max_pooling2d.hpp"
#include "keratin/layers/pooling/max_pooling3d.hpp"
#include "keratin/padding.hpp"
#include "keratin/size2d.hpp"
#include "keratin/size3d.hpp"
#include "kernels/axis.hpp"
#include "layers/common/window.hpp"
#include "saving/onnx/layer_writer.hpp"

namespace keratin::saving::onnx {

namespace {

/// How the windows of a layer lie, along each axis behind the channels.
struct Windows {
  std::vector<int> size, strides, dilation;
  Padding padding;
};

/// The argument of that name, which is not None: a number for each axis behind the channels.
std::vector<int> sides_of(const LayerInput& layer, const char* name) {
  if (layer.rank() == 3) return {layer.argument(name, 1)};
  if (layer.rank() == 4) {
    const auto size = layer.argument<Size2D>(name, 1);
    return {size.rows, size.columns};
  }
  const auto size = layer.argument<Size3D>(name, 1);
  return {size.depth, size.rows, size.columns};
}

bool is_given(const LayerInput& layer, const char* name) {
  const Config* argument = layer.config.find(name);
  return argument != nullptr && !argument->is_none();
}

/// Of the layer's arguments, among which `size` names the windows' size.
Windows windows_of(const LayerInput& layer, const char* size_name) {
  const std::vector<int> size = sides_of(layer, size_name), ones(size.size(), 1);
  return {
      size, is_given(layer, "strides") ? sides_of(layer, "strides") : size,
      is_given(layer, "dilation_rate") ? sides_of(layer, "dilation_rate") : ones,
      layers::parse_padding(layer.layer, layer.argument<std::string>("padding", {}), layers::Causal::known)};
}

Integers as_integers(const std::vector<int>& numbers) { return {numbers.begin(), numbers.end()}; }

/// How far the windows reach beyond the end of the data; negative if they leave some out.
std::int64_t reach_beyond(const kernels::Axis& axis) {
  return std::int64_t{axis.small - 1} * axis.stride + std::int64_t{axis.window - 1} * axis.dilation + 1 -
         axis.offset - axis.large;
}

/// kernel_shape, strides and, unless all are 1, dilations, which all operators of windows take.
Attributes shape_attributes(const Windows& windows) {
  Attributes attributes{{"kernel_shape", as_integers(windows.size)},
                        {"strides", as_integers(windows.strides)}};
  const auto is_one = [](int dilation) { return dilation == 1; };
  if (!std::all_of(windows.dilation.begin(), windows.dilation.end(), is_one))
    attributes.emplace_back("dilations", as_integers(windows.dilation));
  return attributes;
}

/// All attributes of windows that slide over `x`, whose channels stand behind the batch.
Attributes window_attributes(const Value& x, const Windows& windows) {
  const Shape stored = x.stored_shape();
  Attributes attributes = shape_attributes(windows);
  Integers begins, ends;
  for (std::size_t side = 0; side < windows.size.size(); ++side) {
    const int size = stored[static_cast<int>(side) + 2], window = windows.size[side],
              stride = windows.strides[side], dilation = windows.dilation[side];
    if (size == None && windows.padding == Padding::same && stride > 1) {
      attributes.emplace_back("auto_pad", "SAME_UPPER");
      return attributes;
    }
    const int known = size == None ? (window - 1) * dilation + 1 : size;  // others are padded alike
    const kernels::Axis axis = layers::window_axis(known, window, stride, dilation, windows.padding);
    begins.push_back(axis.offset);
    ends.push_back(std::max<std::int64_t>(reach_beyond(axis), 0));
  }
  begins.insert(begins.end(), ends.begin(), ends.end());
  attributes.emplace_back("pads", begins);
  return attributes;
}

/// The kernel with its last two axes, exchanged, before the others.
std::string kernel_of(const LayerInput& layer, const Weight& kernel) {
  const int rank = kernel.shape().rank();
  Shape order{rank - 1, rank - 2};
  for (int axis = 0; axis < rank - 2; ++axis) order.push_back(axis);
  return layer.graph.weight(kernel, order);
}

/// The inputs of a convolution of `x`: the bias last, if there is one.
std::vector<std::string> with_bias(const LayerInput& layer, const std::string& x, const std::string& kernel) {
  std::vector<std::string> inputs{x, kernel};
  if (const Weight* bias = layer.weight("bias")) inputs.push_back(layer.graph.weight(*bias));
  return inputs;
}

Value write_conv(const LayerInput& layer) {
  const Value x = layer.images();
  const std::string kernel = kernel_of(layer, *layer.weight("kernel"));
  Attributes attributes = window_attributes(x, windows_of(layer, "kernel_size"));
  attributes.emplace_back("group", std::int64_t{layer.argument("groups", 1)});
  return layer.output(layer.graph.add("Conv", with_bias(layer, x.name, kernel), attributes), x.order);
}

/// The difference between the windows' reach and the output: ONNX's pads, which are cut off, and
/// output_padding, which is added.
struct Cropping {
  Integers pads, output_padding;
};

Cropping cropping_of(const LayerInput& layer, const Value& x, const Windows& windows) {
  std::vector<int> added;
  if (is_given(layer, "output_padding")) added = sides_of(layer, "output_padding");
  const std::size_t sides = windows.size.size();
  Integers pads(2 * sides), output_padding(sides);
  for (std::size_t side = 0; side < sides; ++side) {
    const int size = x.stored_shape()[static_cast<int>(side) + 2];
    // What is cropped does not depend on the size.
    const kernels::Axis axis = layers::transposed_window_axis(
        layer.layer, size == None ? 1 : size, windows.size[side], windows.strides[side],
        windows.dilation[side], windows.padding, added.empty() ? std::nullopt : std::optional(added[side]));
    const std::int64_t behind = reach_beyond(axis);
    pads[side] = axis.offset;
    pads[sides + side] = std::max<std::int64_t>(behind, 0);
    output_padding[side] = std::max<std::int64_t>(-behind, 0);
  }
  return {pads, output_padding};
}

bool is_padded(const GraphBuilder& graph, const std::string& value) {
  const Node* node = graph.node_of(value);
  if (node != nullptr && node->op_type == "Transpose") node = graph.node_of(node->inputs.front());
  return node != nullptr && node->op_type == "Pad";
}

Value write_transposed_conv(const LayerInput& layer) {
  const Value x = layer.images();
  const Windows windows = windows_of(layer, "kernel_size");
  const auto [pads, output_padding] = cropping_of(layer, x, windows);
  Attributes attributes = shape_attributes(windows);
  attributes.emplace_back("output_padding", output_padding);
  const std::string kernel = kernel_of(layer, *layer.weight("kernel"));
  const std::vector<std::string> inputs = with_bias(layer, x.name, kernel);
  // OpenVINO (2026.4) takes a Pad off the pads that follow it and forgets the strides: Slice cuts instead.
  if (!is_padded(layer.graph, x.name)) {
    attributes.emplace_back("pads", pads);
    return layer.output(layer.graph.add("ConvTranspose", inputs, attributes), x.order);
  }
  std::vector<Ends> ends;
  const std::size_t sides = output_padding.size();
  for (std::size_t side = 0; side < sides; ++side) {
    ends.push_back(
        {static_cast<int>(side) + 2, static_cast<int>(pads[side]), static_cast<int>(pads[sides + side])});
  }
  const std::string whole = layer.graph.add("ConvTranspose", inputs, attributes);
  return layer.output(cropped(layer.graph, whole, ends), x.order);
}

/// A group for each channel. Keras's kernel (rows, columns, channels, multiplier) becomes
/// (channels · multiplier, 1, rows, columns).
struct Depthwise {
  std::string kernel;
  Attributes attributes;
};

Depthwise depthwise_of(const LayerInput& layer, const Value& x, const char* kernel_name) {
  const Weight& kernel = *layer.weight(kernel_name);
  const Shape& shape = kernel.shape();
  Attributes attributes = window_attributes(x, windows_of(layer, "kernel_size"));
  attributes.emplace_back("group", std::int64_t{shape[2]});
  return {layer.graph.weight(kernel, {2, 3, 0, 1}, {shape[2] * shape[3], 1, shape[0], shape[1]}), attributes};
}

Value write_depthwise_conv(const LayerInput& layer) {
  const Value x = layer.images();
  const auto [kernel, attributes] = depthwise_of(layer, x, "kernel");
  return layer.output(layer.graph.add("Conv", with_bias(layer, x.name, kernel), attributes), x.order);
}

Value write_separable_conv(const LayerInput& layer) {
  const Value x = layer.images();
  const auto [kernel, attributes] = depthwise_of(layer, x, "depthwise_kernel");
  const std::string between = layer.graph.add("Conv", {x.name, kernel}, attributes);
  const std::string pointwise = kernel_of(layer, *layer.weight("pointwise_kernel"));
  return layer.output(layer.graph.add("Conv", with_bias(layer, between, pointwise)), x.order);
}

Value pooled(const LayerInput& layer, const char* op_type) {
  const Value x = layer.images();
  const Attributes attributes = window_attributes(x, windows_of(layer, "pool_size"));
  return layer.output(layer.graph.add(op_type, {x.name}, attributes), x.order);
}

Value write_max_pooling(const LayerInput& layer) { return pooled(layer, "MaxPool"); }

/// AveragePool leaves the padding out of its means, as Keras does.
Value write_average_pooling(const LayerInput& layer) { return pooled(layer, "AveragePool"); }

/// A reduction can be done in any order of axes.
Value reduced(const LayerInput& layer, const char* op_type) {
  const bool first = layer.channels_first();
  const bool keepdims = layer.argument("keepdims", false);
  const Shape axes = first ? axes_between(2, layer.rank()) : axes_between(1, layer.rank() - 1);
  const std::string y =
      layer.graph.add(op_type, {layer.x.name},
                      {{"axes", layer.x.places(axes)}, {"keepdims", std::int64_t{keepdims ? 1 : 0}}});
  return layer.output(y, keepdims ? layer.x.order : natural_order(2));
}

Value write_global_average_pooling(const LayerInput& layer) { return reduced(layer, "ReduceMean"); }
Value write_global_max_pooling(const LayerInput& layer) { return reduced(layer, "ReduceMax"); }

}  // namespace

void add_layers_of_windows(WritableClasses& all) {
  using namespace layers;
  add<Conv1D, Conv2D, Conv3D>(all, write_conv);
  add<Conv1DTranspose, Conv2DTranspose, Conv3DTranspose>(all, write_transposed_conv);
  add<DepthwiseConv2D>(all, write_depthwise_conv);
  add<SeparableConv2D>(all, write_separable_conv);
  add<AveragePooling1D, AveragePooling2D, AveragePooling3D>(all, write_average_pooling);
  add<MaxPooling1D, MaxPooling2D, MaxPooling3D>(all, write_max_pooling);
  add<GlobalAveragePooling1D, GlobalAveragePooling2D, GlobalAveragePooling3D>(all,
                                                                              write_global_average_pooling);
  add<GlobalMaxPooling1D, GlobalMaxPooling2D, GlobalMaxPooling3D>(all, write_global_max_pooling);
}

}  // namespace keratin::saving::onnx
