// Conv and ConvTranspose. Keras's kernels are (rows, columns, in, out), ONNX's (out, in, rows, columns).
#include "keratin/layers/conv1d.hpp"
#include "keratin/layers/conv1d_transpose.hpp"
#include "keratin/layers/conv2d.hpp"
#include "keratin/layers/conv2d_transpose.hpp"
#include "keratin/layers/depthwise_conv2d.hpp"
#include "keratin/layers/separable_conv2d.hpp"
#include "layers/common/window.hpp"
#include "saving/onnx/sides.hpp"
#include "saving/onnx/windows.hpp"

namespace keratin::saving::onnx {

namespace {

/// The kernel with its last two axes, exchanged, before the others.
std::string kernel_of(const LayerInput& layer, const Weight& kernel) {
  const int rank = kernel.shape().rank();
  Shape order{rank - 1, rank - 2};
  for (int axis = 0; axis < rank - 2; ++axis) order.push_back(axis);
  return layer.graph.weight(kernel, order);
}

/// The inputs of a convolution of `x`: the bias last, where there is one.
std::vector<std::string> with_bias(const LayerInput& layer, const std::string& x, const std::string& kernel) {
  std::vector<std::string> inputs{x, kernel};
  if (const Weight* bias = layer.weight("bias")) inputs.push_back(layer.graph.weight(*bias));
  return inputs;
}

Value write_conv(const LayerInput& layer) {
  const Value x = layer.images();
  const std::string kernel = kernel_of(layer, *layer.weight("kernel"));
  Attributes attributes = window_attributes(x, windows_of(layer, layer.argument<Size2D>("kernel_size", 1)));
  attributes.emplace_back("group", std::int64_t{layer.argument("groups", 1)});
  return layer.output(layer.graph.add("Conv", with_bias(layer, x.name, kernel), attributes), x.order);
}

/// The difference between the windows' reach and the output: ONNX's pads, which are cut off, and
/// output_padding, which is added.
struct Cropping {
  Integers pads, output_padding;
};

Cropping cropping_of(const LayerInput& layer, const Value& x, const Windows& windows) {
  const Integers sizes = sides_of(layer.rank(), windows.size),
                 strides = sides_of(layer.rank(), windows.strides),
                 dilations = sides_of(layer.rank(), windows.dilation);
  const Config& added = layer.config.get<Config>("output_padding");
  Integers pads(2 * sizes.size()), output_padding(sizes.size());
  for (std::size_t side = 0; side < sizes.size(); ++side) {
    const int size = x.stored_shape()[static_cast<int>(side) + 2];
    std::optional<int> own_added;
    if (!added.is_none())
      own_added =
          static_cast<int>(sides_of(layer.rank(), layer.argument<Size2D>("output_padding", 1)).at(side));
    // What is cropped does not depend on the size.
    const kernels::Axis axis = layers::transposed_window_axis(
        layer.layer, size == None ? 1 : size, static_cast<int>(sizes[side]), static_cast<int>(strides[side]),
        static_cast<int>(dilations[side]), windows.padding, own_added);
    const std::int64_t reach =
        std::int64_t{axis.small - 1} * axis.stride + std::int64_t{axis.window - 1} * axis.dilation + 1;
    const std::int64_t behind = reach - axis.offset - axis.large;
    pads[side] = axis.offset;
    pads[sizes.size() + side] = std::max<std::int64_t>(behind, 0);
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
  const Windows windows = windows_of(layer, layer.argument<Size2D>("kernel_size", 1));
  const auto [pads, output_padding] = cropping_of(layer, x, windows);
  Attributes attributes = shape_attributes(layer.rank(), windows);
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
  Attributes attributes = window_attributes(x, windows_of(layer, layer.argument<Size2D>("kernel_size", 1)));
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

}  // namespace

void add_convolutions(WritableClasses& classes) {
  add_class<layers::Conv1D>(classes, write_conv);
  add_class<layers::Conv1DTranspose>(classes, write_transposed_conv);
  add_class<layers::Conv2D>(classes, write_conv);
  add_class<layers::Conv2DTranspose>(classes, write_transposed_conv);
  add_class<layers::DepthwiseConv2D>(classes, write_depthwise_conv);
  add_class<layers::SeparableConv2D>(classes, write_separable_conv);
}

}  // namespace keratin::saving::onnx
