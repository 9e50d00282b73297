#include "saving/onnx/activations.hpp"

#include <functional>
#include <map>
#include <numbers>
#include <numeric>
#include <string_view>

namespace keratin::saving::onnx {

namespace {

using Builder = GraphBuilder&;
using Name = const std::string&;

/// An activation that is one operator.
struct Operator {
  const char* op_type;
  Attributes attributes = {};

  std::string operator()(Builder graph, const Value& x) const {
    return graph.add(op_type, {x.name}, attributes);
  }
};

/// The same along the last axis.
struct RowOperator {
  const char* op_type;

  std::string operator()(Builder graph, const Value& x) const {
    return graph.add(op_type, {x.name}, {{"axis", std::int64_t{x.place(-1)}}});
  }
};

struct Clip {
  float low, high;

  std::string operator()(Builder graph, const Value& x) const {
    return graph.add("Clip", {x.name, graph.scalar(low), graph.scalar(high)});
  }
};

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
  const std::string risen = graph.add("Add", {Clip{-1.0f, 1.0f}(graph, x), one});
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

using Writer = std::function<std::string(Builder, const Value&)>;

const std::map<std::string_view, Writer>& writers() {
  constexpr float sixth = 1.0f / 6.0f;
  static const std::map<std::string_view, Writer> all = {
      {"celu", Operator{"Elu"}},  // with alpha 1 they are the same
      {"elu", Operator{"Elu"}},
      {"exponential", Operator{"Exp"}},
      {"gelu", gelu},
      {"hard_shrink", Operator{"Shrink", {{"bias", 0.0f}, {"lambd", 0.5f}}}},
      {"hard_sigmoid", Operator{"HardSigmoid", {{"alpha", sixth}, {"beta", 0.5f}}}},
      {"hard_silu", Operator{"HardSwish"}},
      {"hard_tanh", Clip{-1.0f, 1.0f}},
      {"keras2_hard_sigmoid", Operator{"HardSigmoid", {{"alpha", 0.2f}, {"beta", 0.5f}}}},
      {"leaky_relu", Operator{"LeakyRelu", {{"alpha", 0.2f}}}},
      {"linear", linear},
      {"log_sigmoid", log_sigmoid},
      {"log_softmax", RowOperator{"LogSoftmax"}},
      {"mish", mish},
      {"relu", Operator{"Relu"}},
      {"relu6", Clip{0.0f, 6.0f}},
      {"selu", Operator{"Selu"}},
      {"sigmoid", Operator{"Sigmoid"}},
      {"silu", silu},
      {"soft_shrink", Operator{"Shrink", {{"bias", 0.5f}, {"lambd", 0.5f}}}},
      {"softmax", RowOperator{"Softmax"}},
      {"softplus", Operator{"Softplus"}},
      {"softsign", Operator{"Softsign"}},
      {"sparse_plus", sparse_plus},
      {"sparse_sigmoid", Operator{"HardSigmoid", {{"alpha", 0.5f}, {"beta", 0.5f}}}},
      {"sparsemax", sparsemax},
      {"squareplus", squareplus},
      {"tanh", Operator{"Tanh"}},
      {"tanh_shrink", tanh_shrink},
  };
  return all;
}

}  // namespace

std::string add_activation(GraphBuilder& graph, const activations::Function& function, const Value& x) {
  const auto found = writers().find(function.name);
  // A function of the user's may have the name of one of Keras's.
  const bool known =
      found != writers().end() && activations::get(std::string(function.name))->forward == function.forward;
  return known ? found->second(graph, x) : "";
}

}  // namespace keratin::saving::onnx
