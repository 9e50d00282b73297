#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "keratin/activations.hpp"
#include "keratin/error.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/golden.hpp"
#include "support/reference.hpp"

namespace {

using namespace keratin;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

/// Copied while the program starts, before main(): activations are ready by then.
const activations::Function copied_at_startup = activations::sigmoid;
const std::shared_ptr<const activations::Function> named_at_startup = activations::get("swish");

Buffer buffer(Tensor& tensor) { return {tensor.data(), shape_of(tensor)}; }

Tensor value(const activations::Function& function, const Tensor& x) {
  Tensor y = Tensor::from_shape(x.shape());
  function.forward(View(x), buffer(y));
  return y;
}

Tensor gradient(const activations::Function& function, const Tensor& x, const Tensor& dy) {
  Tensor y = value(function, x), dx = Tensor::from_shape(x.shape());
  function.backward(View(x), View(y), View(dy), buffer(dx));
  return dx;
}

const std::vector<std::string> pointwise = {
    "celu",        "elu",          "exponential",    "gelu",
    "hard_shrink", "hard_sigmoid", "hard_silu",      "hard_swish",
    "hard_tanh",   "leaky_relu",   "linear",         "log_sigmoid",
    "mish",        "relu",         "relu6",          "selu",
    "sigmoid",     "silu",         "soft_shrink",    "softplus",
    "softsign",    "sparse_plus",  "sparse_sigmoid", "squareplus",
    "swish",       "tanh",         "tanh_shrink",    "keras2_hard_sigmoid"};
const std::vector<std::string> rowwise = {"softmax", "log_softmax", "sparsemax"};

/// From -12 to 12, away from every point where a slope jumps, and more of them than one part of a parallel
/// loop.
Tensor many_numbers() {
  Tensor x = Tensor::from_shape({3, 3001});
  for (std::size_t i = 0; i < x.size(); ++i) {
    x.data()[i] =
        static_cast<float>(-12.0 + 24.0 * (static_cast<double>(i) + 0.37) / static_cast<double>(x.size()));
  }
  return x;
}

}  // namespace

TEST_CASE("Activations give Keras's values and gradients") {
  std::size_t compared = 0;
  for (const testing::LayerCase& golden : testing::layer_cases("Activation")) {
    const std::string name = golden.arguments.text("activation", "");
    if (name == "glu") continue;
    INFO(golden.name);
    const auto function = activations::get(name);
    testing::require_close(value(*function, golden.x), golden.y, 1e-6);
    testing::require_close(gradient(*function, golden.x, golden.dy), golden.dx, 1e-6);
    ++compared;
  }
  CHECK(compared > 80);
}

TEST_CASE("Activations equal their formulas in double precision") {
  const Tensor x = many_numbers();
  for (const std::string& name : pointwise) {
    INFO(name);
    const reference::Array expected = reference::activation(name, reference::from_tensor(x));
    testing::require_close(value(*activations::get(name), x), reference::to_tensor(expected), 3e-7);
  }
}

TEST_CASE("Gradients of activations equal central differences of the formulas") {
  constexpr double h = 1e-5;
  const Tensor x = many_numbers();
  Tensor dy = x;
  for (std::size_t i = 0; i < dy.size(); ++i) dy.data()[i] = 0.5f + static_cast<float>(i % 7);
  for (const std::string& name : pointwise) {
    INFO(name);
    reference::Array above = reference::from_tensor(x), below = above;
    for (double& number : above.data) number += h;
    for (double& number : below.data) number -= h;
    above = reference::activation(name, above);
    below = reference::activation(name, below);
    Tensor expected = x;
    for (std::size_t i = 0; i < x.size(); ++i) {
      expected.data()[i] = static_cast<float>(dy.data()[i] * (above.data[i] - below.data[i]) / (2 * h));
    }
    testing::require_close(gradient(*activations::get(name), x, dy), expected, 1e-6);
  }
}

TEST_CASE("Functions of rows and their gradients equal the formulas in double precision") {
  Tensor x = Tensor::from_shape({57, 5}), dy = x;
  for (std::size_t i = 0; i < x.size(); ++i) {
    x.data()[i] = static_cast<float>(i * 37 % 101) / 20.0f - 2.0f;
    dy.data()[i] = 0.5f + static_cast<float>(i % 7);
  }
  for (const std::string& name : rowwise) {
    INFO(name);
    const auto formula = [&](const reference::Array& at) { return reference::activation(name, at); };
    const reference::Array at = reference::from_tensor(x);
    testing::require_close(value(*activations::get(name), x), reference::to_tensor(formula(at)), 1e-6);
    const reference::Array expected = reference::central_difference(formula, at, reference::from_tensor(dy));
    testing::require_close(gradient(*activations::get(name), x, dy), reference::to_tensor(expected), 1e-6);
  }
}

TEST_CASE("Activations stay finite for large numbers, and pass on what is not a number") {
  const Tensor x = {{-3e38f, -1e4f, -90.0f, 90.0f, 1e4f, 3e38f}};
  const Tensor dy = {{1, 1, 1, 1, 1, 1}};
  for (const std::string& name : pointwise) {
    if (name == "exponential" || name == "squareplus") continue;
    INFO(name);
    const Tensor y = value(*activations::get(name), x), dx = gradient(*activations::get(name), x, dy);
    for (float number : y) CHECK(std::isfinite(number));
    for (float number : dx) CHECK(std::isfinite(number));
  }
  for (const std::string& name : rowwise) {
    INFO(name);
    for (float number : value(*activations::get(name), Tensor{{-1e4f, 0.0f, 1e4f}}))
      CHECK(std::isfinite(number));
  }
  const Tensor nan = {{std::numeric_limits<float>::quiet_NaN(), 1.0f}};
  for (const char* name : {"relu", "relu6", "leaky_relu", "elu", "sigmoid", "tanh", "softmax", "softplus",
                           "silu", "linear", "hard_sigmoid"}) {
    INFO(name);
    CHECK(std::isnan(value(*activations::get(name), nan)(0, 0)));
  }
}

TEST_CASE("An activation is found by its name") {
  for (const std::string& name : pointwise) CHECK(activations::get(name)->forward != nullptr);
  CHECK(activations::get("relu")->name == "relu");
  CHECK(activations::get("relu").get() == &activations::relu);
  CHECK(activations::get("linear").get() == &activations::linear);
  CHECK(activations::get("swish").get() == &activations::silu);
  CHECK(&activations::swish == &activations::silu);
  CHECK(&activations::hard_swish == &activations::hard_silu);
  CHECK(activations::get({}) == nullptr);
  CHECK(activations::get("") == nullptr);
  CHECK_THROWS_AS(activations::get("rleu"), ValueError);
  CHECK_THROWS_WITH(
      activations::get("rleu"),
      "Unknown activation \"rleu\": did you mean \"relu\"? Known: \"celu\", \"elu\", \"exponential\", "
      "\"gelu\", "
      "\"hard_shrink\", \"hard_sigmoid\", \"hard_silu\", \"hard_swish\", \"hard_tanh\", "
      "\"keras2_hard_sigmoid\", \"leaky_relu\", \"linear\", \"log_sigmoid\", \"log_softmax\", \"mish\", "
      "\"relu\", \"relu6\", "
      "\"selu\", \"sigmoid\", \"silu\", \"soft_shrink\", \"softmax\", \"softplus\", \"softsign\", "
      "\"sparse_plus\", \"sparse_sigmoid\", \"sparsemax\", \"squareplus\", \"swish\", \"tanh\", "
      "\"tanh_shrink\". For another one give an activations::Function.");
  CHECK_THROWS_WITH(activations::get("glu"), StartsWith("Unknown activation \"glu\"."));
  CHECK_THROWS_WITH(activations::get("glu"), EndsWith("add the layer Activation(\"glu\")."));
}

TEST_CASE("Activations are ready before main()") {
  CHECK(copied_at_startup.forward == activations::sigmoid.forward);
  CHECK(copied_at_startup.name == "sigmoid");
  CHECK(named_at_startup.get() == &activations::silu);
}

TEST_CASE("A user's own activation is taken as it is") {
  const activations::Function doubled = {"doubled",
                                         [](View x, Buffer y) {
                                           for (std::size_t i = 0; i < x.size(); ++i)
                                             y.data()[i] = 2.0f * x.data()[i];
                                         },
                                         [](View x, View, View dy, Buffer dx) {
                                           for (std::size_t i = 0; i < x.size(); ++i)
                                             dx.data()[i] = 2.0f * dy.data()[i];
                                         }};
  const auto function = activations::get(doubled);
  CHECK(function->name == "doubled");
  testing::require_close(value(*function, {{1.5f, -2.0f}}), {{3.0f, -4.0f}}, 0);
  testing::require_close(gradient(*function, {{1.5f, -2.0f}}, {{1.0f, 4.0f}}), {{2.0f, 8.0f}}, 0);
  CHECK_THROWS_AS(activations::get(activations::Function{"half", doubled.forward, nullptr}), ValueError);
  CHECK_THROWS_WITH(activations::get(activations::Function{"half", doubled.forward, nullptr}),
                    "The activation \"half\" must have both a forward and a backward function.");
}
