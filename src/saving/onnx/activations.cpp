// Activations, and the layers that compute a number of each number.
#include <functional>
#include <map>
#include <numbers>
#include <numeric>
#include <string_view>

#include "keratin/layers/activation/activation.hpp"
#include "keratin/layers/activation/elu.hpp"
#include "keratin/layers/activation/leaky_re_lu.hpp"
#include "keratin/layers/activation/p_re_lu.hpp"
#include "keratin/layers/activation/re_lu.hpp"
#include "keratin/layers/activation/softmax.hpp"
#include "keratin/layers/core/identity.hpp"
#include "keratin/layers/regularization/alpha_dropout.hpp"
#include "keratin/layers/regularization/dropout.hpp"
#include "keratin/layers/regularization/gaussian_dropout.hpp"
#include "keratin/layers/regularization/gaussian_noise.hpp"
#include "keratin/layers/regularization/spatial_dropout1d.hpp"
#include "keratin/layers/regularization/spatial_dropout2d.hpp"
#include "keratin/layers/regularization/spatial_dropout3d.hpp"
#include "saving/onnx/layer_writer.hpp"

namespace keratin::saving::onnx {

namespace {

using Builder = GraphBuilder&;
using Name = const std::string&;

using Writer = std::function<std::string(Builder, const Value&)>;

/// An activation that is one operator.
Writer one(const char* op_type, const Attributes& attributes = {}) {
  return [=](Builder graph, const Value& x) { return graph.add(op_type, {x.name}, attributes); };
}

/// The same along the last axis.
Writer one_of_rows(const char* op_type) {
  return [=](Builder graph, const Value& x) {
    return graph.add(op_type, {x.name}, {{"axis", std::int64_t{x.place(-1)}}});
  };
}

Writer clip(float low, float high) {
  return [=](Builder graph, const Value& x) {
    return graph.add("Clip", {x.name, graph.scalar(low), graph.scalar(high)});
  };
}

std::string linear(Builder, const Value& x) { return x.name; }

std::string gelu(Builder graph, const Value& x) {
  const std::string scaled = graph.add("Div", {x.name, graph.scalar(std::numbers::sqrt2_v<float>)});
  const std::string twice = graph.add("Add", {graph.add("Erf", {scaled}), graph.scalar(1.0f)});
  return graph.add("Mul", {graph.add("Mul", {x.name, twice}), graph.scalar(0.5f)});
}

std::string log_sigmoid(Builder graph, const Value& x) {
  return graph.add("Neg", {graph.add("Softplus", {graph.add("Neg", {x.name})})});
}

std::string mish(Builder graph, const Value& x) {
  return graph.add("Mul", {x.name, graph.add("Tanh", {graph.add("Softplus", {x.name})})});
}

std::string silu(Builder graph, const Value& x) {
  return graph.add("Mul", {x.name, graph.add("Sigmoid", {x.name})});
}

/// (clip(x, −1, 1) + 1)² / 4 + max(x − 1, 0)
std::string sparse_plus(Builder graph, const Value& x) {
  const std::string one = graph.scalar(1.0f);
  const std::string risen = graph.add("Add", {clip(-1.0f, 1.0f)(graph, x), one});
  const std::string bent = graph.add("Mul", {graph.add("Mul", {risen, risen}), graph.scalar(0.25f)});
  return graph.add("Add", {bent, graph.add("Relu", {graph.add("Sub", {x.name, one})})});
}

/// p = (|x| + √(x² + 4)) / 2, and below 0 its reciprocal, in which nothing cancels.
std::string squareplus(Builder graph, const Value& x) {
  const std::string square = graph.add("Add", {graph.add("Mul", {x.name, x.name}), graph.scalar(4.0f)});
  const std::string sum = graph.add("Add", {graph.add("Abs", {x.name}), graph.add("Sqrt", {square})});
  const std::string half = graph.add("Mul", {sum, graph.scalar(0.5f)});
  const std::string below = graph.add("Less", {x.name, graph.scalar(0.0f)});
  return graph.add("Where", {below, graph.add("Reciprocal", {half}), half});
}

std::string tanh_shrink(Builder graph, const Value& x) {
  return graph.add("Sub", {x.name, graph.add("Tanh", {x.name})});
}

std::string sum_along(Builder graph, Name x, std::int64_t axis) {
  return graph.add("ReduceSum", {x, graph.integers("axes", {axis})});
}

/// The threshold is found among the sorted numbers, see activations::sparsemax.
std::string sparsemax(Builder graph, const Value& x) {
  const std::int64_t axis = x.place(-1), count = x.shape.back();
  Shape ranks_shape = Shape::from(std::vector<int>(x.shape.size(), 1));
  ranks_shape[x.place(-1)] = x.shape.back();
  std::vector<float> counting(static_cast<std::size_t>(count));
  std::iota(counting.begin(), counting.end(), 1.0f);
  const std::string ranks = graph.floats("ranks", ranks_shape, counting), one = graph.scalar(1.0f);

  const std::string sorted =
      graph.add_with_two_outputs("TopK", {x.name, graph.integers("count", {count})}, {{"axis", axis}}).first;
  const std::string sums = graph.add("CumSum", {sorted, graph.integer(axis)});
  const std::string means = graph.add("Div", {graph.add("Sub", {sums, one}), ranks});
  const std::string above = graph.add("Greater", {sorted, means});
  const std::string support = graph.add("Cast", {above}, {{"to", std::int64_t{1}}});
  const std::string total = sum_along(graph, graph.add("Mul", {support, sums}), axis);
  const std::string threshold =
      graph.add("Div", {graph.add("Sub", {total, one}), sum_along(graph, support, axis)});
  return graph.add("Relu", {graph.add("Sub", {x.name, threshold})});
}

const std::map<std::string_view, Writer>& writers() {
  constexpr float sixth = 1.0f / 6.0f;
  static const std::map<std::string_view, Writer> all = {
      {"celu", one("Elu")},  // with alpha 1 they are the same
      {"elu", one("Elu")},
      {"exponential", one("Exp")},
      {"gelu", gelu},
      {"hard_shrink", one("Shrink", {{"bias", 0.0f}, {"lambd", 0.5f}})},
      {"hard_sigmoid", one("HardSigmoid", {{"alpha", sixth}, {"beta", 0.5f}})},
      {"hard_silu", one("HardSwish")},
      {"hard_tanh", clip(-1.0f, 1.0f)},
      {"keras2_hard_sigmoid", one("HardSigmoid", {{"alpha", 0.2f}, {"beta", 0.5f}})},
      {"leaky_relu", one("LeakyRelu", {{"alpha", 0.2f}})},
      {"linear", linear},
      {"log_sigmoid", log_sigmoid},
      {"log_softmax", one_of_rows("LogSoftmax")},
      {"mish", mish},
      {"relu", one("Relu")},
      {"relu6", clip(0.0f, 6.0f)},
      {"selu", one("Selu")},
      {"sigmoid", one("Sigmoid")},
      {"silu", silu},
      {"soft_shrink", one("Shrink", {{"bias", 0.5f}, {"lambd", 0.5f}})},
      {"softmax", one_of_rows("Softmax")},
      {"softplus", one("Softplus")},
      {"softsign", one("Softsign")},
      {"sparse_plus", sparse_plus},
      {"sparse_sigmoid", one("HardSigmoid", {{"alpha", 0.5f}, {"beta", 0.5f}})},
      {"sparsemax", sparsemax},
      {"squareplus", squareplus},
      {"tanh", one("Tanh")},
      {"tanh_shrink", tanh_shrink},
  };
  return all;
}

/// What does nothing but in training.
Value write_nothing(const LayerInput& layer) { return layer.x; }

/// The activation itself follows every layer; only "glu" is this layer's own.
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

std::string add_activation(GraphBuilder& graph, const activations::Function& function, const Value& x) {
  const auto found = writers().find(function.name);
  // A function of the user's may have the name of one of Keras's.
  const bool known =
      found != writers().end() && activations::get(std::string(function.name))->forward == function.forward;
  return known ? found->second(graph, x) : "";
}

void add_activation_layers(WritableClasses& all) {
  using namespace layers;
  add<Activation>(all, write_activation);
  add<AlphaDropout, Dropout, GaussianDropout, GaussianNoise, Identity, SpatialDropout1D, SpatialDropout2D,
      SpatialDropout3D>(all, write_nothing);
  add<ELU>(all, write_elu);
  add<LeakyReLU>(all, write_leaky_relu);
  add<PReLU>(all, write_prelu);
  add<ReLU>(all, write_relu);
  add<Softmax>(all, write_softmax);
}

}  // namespace keratin::saving::onnx
