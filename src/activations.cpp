#include "keratin/activations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "config/serialized.hpp"
#include "identifier_members.hpp"
#include "keratin/error.hpp"
#include "kernels/pointwise.hpp"
#include "kernels/softmax.hpp"
#include "layer_activation.hpp"
#include "nearest_name.hpp"

namespace keratin::activations {

namespace {

template <const kernels::Pointwise& loops>
constexpr Function pointwise(std::string_view name) {
  return {name, [](View x, Buffer y) { loops.forward(x.size(), x.data(), y.data()); },
          [](View x, View y, View dy, Buffer dx) {
            loops.backward(x.size(), x.data(), y.data(), dy.data(), dx.data());
          }};
}

std::size_t columns_of(View x) { return x.shape().empty() ? 1 : static_cast<std::size_t>(x.shape().back()); }
std::size_t rows_of(View x) { return x.size() == 0 ? 0 : x.size() / columns_of(x); }

/// A function of the last axis, whose gradient is computed from y or, if `from_x`, from x.
template <auto forward, auto backward, bool from_x = false>
constexpr Function rowwise(std::string_view name) {
  return {name, [](View x, Buffer y) { forward(rows_of(x), columns_of(x), x.data(), y.data()); },
          [](View x, View y, View dy, Buffer dx) {
            backward(rows_of(x), columns_of(x), (from_x ? x : y).data(), dy.data(), dx.data());
          }};
}

}  // namespace

constinit const Function celu = pointwise<kernels::celu>("celu");
constinit const Function elu = pointwise<kernels::elu>("elu");
constinit const Function exponential = pointwise<kernels::exponential>("exponential");
constinit const Function gelu = pointwise<kernels::gelu>("gelu");
constinit const Function hard_shrink = pointwise<kernels::hard_shrink>("hard_shrink");
constinit const Function hard_sigmoid = pointwise<kernels::hard_sigmoid>("hard_sigmoid");
constinit const Function hard_silu = pointwise<kernels::hard_silu>("hard_silu");
constinit const Function hard_tanh = pointwise<kernels::hard_tanh>("hard_tanh");
constinit const Function leaky_relu = pointwise<kernels::leaky_relu>("leaky_relu");
constinit const Function linear = pointwise<kernels::linear>("linear");
constinit const Function log_sigmoid = pointwise<kernels::log_sigmoid>("log_sigmoid");
constinit const Function log_softmax =
    rowwise<kernels::log_softmax, kernels::log_softmax_gradient>("log_softmax");
constinit const Function mish = pointwise<kernels::mish>("mish");
constinit const Function relu = pointwise<kernels::relu>("relu");
constinit const Function relu6 = pointwise<kernels::relu6>("relu6");
constinit const Function selu = pointwise<kernels::selu>("selu");
constinit const Function sigmoid = pointwise<kernels::sigmoid>("sigmoid");
constinit const Function silu = pointwise<kernels::silu>("silu");
constinit const Function soft_shrink = pointwise<kernels::soft_shrink>("soft_shrink");
constinit const Function softmax = rowwise<kernels::softmax, kernels::softmax_gradient>("softmax");
constinit const Function softplus = pointwise<kernels::softplus>("softplus");
constinit const Function softsign = pointwise<kernels::softsign>("softsign");
constinit const Function sparse_plus = pointwise<kernels::sparse_plus>("sparse_plus");
constinit const Function sparse_sigmoid = pointwise<kernels::sparse_sigmoid>("sparse_sigmoid");
constinit const Function sparsemax =
    rowwise<kernels::sparsemax, kernels::sparsemax_gradient, true>("sparsemax");
constinit const Function squareplus = pointwise<kernels::squareplus>("squareplus");
constinit const Function tanh = pointwise<kernels::tanh>("tanh");
constinit const Function tanh_shrink = pointwise<kernels::tanh_shrink>("tanh_shrink");

namespace {

/// 0.2 x + 1 / 2, clipped to [0, 1]: hard_sigmoid before Keras 3.
constinit const Function keras2_hard_sigmoid = pointwise<kernels::keras2_hard_sigmoid>("keras2_hard_sigmoid");

constexpr std::array<std::pair<std::string_view, const Function*>, 31> known = {{
    {"celu", &celu},
    {"elu", &elu},
    {"exponential", &exponential},
    {"gelu", &gelu},
    {"hard_shrink", &hard_shrink},
    {"hard_sigmoid", &hard_sigmoid},
    {"hard_silu", &hard_silu},
    {"hard_swish", &hard_silu},
    {"hard_tanh", &hard_tanh},
    {"keras2_hard_sigmoid", &keras2_hard_sigmoid},
    {"leaky_relu", &leaky_relu},
    {"linear", &linear},
    {"log_sigmoid", &log_sigmoid},
    {"log_softmax", &log_softmax},
    {"mish", &mish},
    {"relu", &relu},
    {"relu6", &relu6},
    {"selu", &selu},
    {"sigmoid", &sigmoid},
    {"silu", &silu},
    {"soft_shrink", &soft_shrink},
    {"softmax", &softmax},
    {"softplus", &softplus},
    {"softsign", &softsign},
    {"sparse_plus", &sparse_plus},
    {"sparse_sigmoid", &sparse_sigmoid},
    {"sparsemax", &sparsemax},
    {"squareplus", &squareplus},
    {"swish", &silu},
    {"tanh", &tanh},
    {"tanh_shrink", &tanh_shrink},
}};

[[noreturn]] void fail_unknown(const std::string& name) {
  if (name == "glu")
    throw ValueError("Unknown activation \"glu\". It halves its input: add the layer Activation(\"glu\").");
  std::vector<std::string> names;
  for (const auto& entry : known) names.emplace_back(entry.first);
  throw UnknownName(fmt::format("Unknown activation {}", among_known(name, names)),
                    "For another one give an activations::Function.");
}

}  // namespace

bool is_known(const Function& function) {
  return std::any_of(known.begin(), known.end(),
                     [&](const auto& entry) { return entry.second->forward == function.forward; });
}

std::optional<float> negative_slope(const Function& function) {
  if (function.forward == relu.forward) return 0.0f;
  if (function.forward == leaky_relu.forward) return kernels::leaky_relu_slope;
  return std::nullopt;
}

std::shared_ptr<const Function> get(const Identifier<Function>& identifier) {
  if (!identifier) return nullptr;
  if (const auto& object = identifier.object()) {
    if (object->forward != nullptr && object->backward != nullptr) return object;
    throw ValueError(
        fmt::format("The activation \"{}\" must have both a forward and a backward function.", object->name));
  }
  const auto* found = std::find_if(known.begin(), known.end(),
                                   [&](const auto& entry) { return entry.first == identifier.name(); });
  if (found == known.end()) fail_unknown(identifier.name());
  return {std::shared_ptr<const Function>(), found->second};
}

Config to_config(const Identifier<Function>& identifier) {
  if (!identifier) return "linear";
  if (!identifier.object()) return identifier.name();
  const LayerActivation* layer = layer_activation(*identifier.object());
  return layer != nullptr ? layer->config : Config(std::string(identifier.object()->name));
}

void read_argument(std::string_view argument, const Config& config, Identifier<Function>& identifier) {
  std::string name = function_name(config);
  if (name.empty() && config.as<Config::Entries>() != nullptr) {
    identifier = read_layer_activation(argument, config);
    return;
  }
  if (name.empty()) keratin::read_argument(argument, config, name);
  identifier = name == "linear" ? Identifier<Function>() : name;
}

}  // namespace keratin::activations

template class keratin::Identifier<keratin::activations::Function>;
