#include "keratin/layers/activation.hpp"
#include "keratin/layers/alpha_dropout.hpp"
#include "keratin/layers/dropout.hpp"
#include "keratin/layers/elu.hpp"
#include "keratin/layers/gaussian_dropout.hpp"
#include "keratin/layers/gaussian_noise.hpp"
#include "keratin/layers/identity.hpp"
#include "keratin/layers/leaky_re_lu.hpp"
#include "keratin/layers/p_re_lu.hpp"
#include "keratin/layers/re_lu.hpp"
#include "keratin/layers/softmax.hpp"
#include "keratin/layers/spatial_dropout2d.hpp"
#include "saving/onnx/layer_writer.hpp"

namespace keratin::saving::onnx {

namespace {

/// What does nothing but in training.
Value write_nothing(const LayerInput& layer) { return layer.x; }

/// The activation itself follows every layer; "glu" alone is this layer's own.
Value write_activation(const LayerInput& layer) {
  if (layer.argument("activation", Config()) != Config("glu")) return layer.x;
  const Value& x = layer.x;
  const auto [values, gates] =
      layer.graph.add_with_two_outputs("Split", {x.name}, {{"axis", std::int64_t{x.place(-1)}}});
  return layer.output(layer.graph.add("Mul", {values, layer.graph.add("Sigmoid", {gates})}), x.order);
}

Value with_alpha(const LayerInput& layer, const char* op_type, float alpha) {
  return layer.output_like_input(layer.graph.add(op_type, {layer.x.name}, {{"alpha", alpha}}));
}

Value write_elu(const LayerInput& layer) { return with_alpha(layer, "Elu", layer.argument("alpha", 1.0f)); }

Value write_leaky_relu(const LayerInput& layer) {
  return with_alpha(layer, "LeakyRelu", layer.argument("negative_slope", 0.0f));
}

Value write_prelu(const LayerInput& layer) {
  Shape order;
  for (const int axis : layer.x.order) {
    if (axis > 0) order.push_back(axis - 1);
  }
  const std::string alpha = layer.graph.weight(*layer.weight("alpha"), order);
  return layer.output_like_input(layer.graph.add("PRelu", {layer.x.name, alpha}));
}

/// slope · (x − threshold) up to the threshold, then x, at most max_value.
std::string clipped_relu(const LayerInput& layer, std::optional<float> max_value, float slope,
                         float threshold) {
  GraphBuilder& graph = layer.graph;
  const std::string& x = layer.x.name;
  const std::string start = graph.scalar(threshold);
  const std::string below = slope == 0.0f
                                ? graph.scalar(0.0f)
                                : graph.add("Mul", {graph.add("Sub", {x, start}), graph.scalar(slope)});
  const std::string above = max_value ? graph.add("Min", {x, graph.scalar(*max_value)}) : x;
  return graph.add("Where", {graph.add("Greater", {x, start}), above, below});
}

Value write_relu(const LayerInput& layer) {
  const auto slope = layer.argument("negative_slope", 0.0f), threshold = layer.argument("threshold", 0.0f);
  const auto max_value = layer.argument<std::optional<float>>("max_value", {});
  if (threshold == 0.0f && !max_value && slope != 0.0f) return with_alpha(layer, "LeakyRelu", slope);
  if (threshold == 0.0f && slope == 0.0f) {
    std::vector<std::string> inputs{layer.x.name};
    if (max_value) inputs.insert(inputs.end(), {layer.graph.scalar(0.0f), layer.graph.scalar(*max_value)});
    return layer.output_like_input(layer.graph.add(max_value ? "Clip" : "Relu", inputs));
  }
  return layer.output_like_input(clipped_relu(layer, max_value, slope, threshold));
}

/// Along the last axis it is the layer's activation.
Value write_softmax(const LayerInput& layer) {
  if (layer.layer.activation() != nullptr) return layer.x;
  const std::int64_t axis = layer.x.place(layer.argument("axis", -1));
  return layer.output_like_input(layer.graph.add("Softmax", {layer.x.name}, {{"axis", axis}}));
}

}  // namespace

void add_activation_layers(WritableClasses& classes) {
  add_class<layers::Activation>(classes, write_activation);
  add_class<layers::AlphaDropout>(classes, write_nothing);
  add_class<layers::Dropout>(classes, write_nothing);
  add_class<layers::ELU>(classes, write_elu);
  add_class<layers::GaussianDropout>(classes, write_nothing);
  add_class<layers::GaussianNoise>(classes, write_nothing);
  add_class<layers::Identity>(classes, write_nothing);
  add_class<layers::LeakyReLU>(classes, write_leaky_relu);
  add_class<layers::PReLU>(classes, write_prelu);
  add_class<layers::ReLU>(classes, write_relu);
  add_class<layers::Softmax>(classes, write_softmax);
  add_class<layers::SpatialDropout2D>(classes, write_nothing);
}

}  // namespace keratin::saving::onnx
