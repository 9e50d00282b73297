#include <algorithm>

#include "keratin/layers/activation/activation.hpp"
#include "keratin/layers/activation/leaky_re_lu.hpp"
#include "keratin/layers/core/dense.hpp"
#include "keratin/layers/merging_layer.hpp"
#include "keratin/models/model.hpp"
#include "layer_activation.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

struct BlendOptions {
  Identifier<activations::Function> activation = {};
  Identifier<regularizers::Regularizer> activity_regularizer = {};
};

/// A user's layer: the first input plus twice the second. Notes which gradients its last backward pass was
/// asked for.
class Blend : public MergingLayer {
 public:
  explicit Blend(std::vector<bool>& needed, const BlendOptions& options = {})
      : MergingLayer("Blend", LayerOptions{}), needed_(needed) {
    set_activation(options.activation);
    set_activity_regularizer(options.activity_regularizer);
  }

  [[nodiscard]] Shape merged_shape(std::span<const Shape> inputs) const override { return inputs.front(); }

  View merge(std::span<const View> x, Tape& tape) const override {
    return tape.evaluate(x[0].array() + 2.0f * x[1].array());
  }

  void merge_backward(View dy, std::span<View> dx, Tape& tape) const override {
    needed_ = {tape.needs_input_gradient(0), tape.needs_input_gradient(1)};
    dx[0] = dy;
    if (needed_[1]) dx[1] = tape.evaluate(2.0f * dy.array());
  }

 private:
  std::vector<bool>& needed_;
};

}  // namespace

TEST_CASE("A merging layer is told which of its inputs' gradients are needed") {
  std::vector<bool> needed;
  const Tensor x = random_tensor({4, 3}), z = random_tensor({4, 3}, 2), y = random_tensor({4, 3}, 3);
  const auto needed_in = [&](Model model) {
    model.compile({.optimizer = "sgd", .loss = "mse"});
    needed.clear();
    model.train_on_batch({x, z}, y);
    return needed;
  };
  const Input a({3}), b({3});
  const KerasTensor trained = Dense(3)(b);
  CHECK(needed_in(Model({a, b}, share(Blend(needed))({a, trained}))) == std::vector{false, true});
  CHECK(needed_in(Model({a, b}, share(Blend(needed))({trained, a}))) == std::vector{true, false});
  CHECK(needed_in(Model({a, b}, share(Blend(needed))({trained, Dense(3)(a)}))) == std::vector{true, true});
  CHECK(needed_in(Model({a, b}, Dense(3)(share(Blend(needed))({a, b})))).empty());
  const Input c({3}), d({3});
  const Model inner({c, d}, share(Blend(needed))({c, d}));
  CHECK(needed_in(Model({a, b}, inner({a, trained}))) == std::vector{false, true});
}

TEST_CASE("A user's merging layer predicts and trains") {
  std::vector<bool> needed;
  const Tensor x = random_tensor({4, 3}), z = random_tensor({4, 3}, 2);
  const Input a({3}), b({3});
  Model model({a, b}, share(Blend(needed))({Dense(3, {.use_bias = false})(a), b}));
  model.set_weights({xt::eye<float>(3)});
  require_close(model.predict({x, z}), x + 2.0f * z, 1e-6);
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 1.0}), .loss = "mse"});
  model.train_on_batch({x, z}, x + 2.0f * z - 1.0f);  // each of the 12 errors is 1
  Tensor expected = xt::eye<float>(3);
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t k = 0; k < 3; ++k)
      expected(i, k) -= (x(0, i) + x(1, i) + x(2, i) + x(3, i)) * 2.0f / 12.0f;
  }
  require_close(model.get_weights()[0], expected, 1e-6);
}

namespace {

/// What a model predicts, its loss, and its first weights after a step: a Dense layer, and what `then` makes
/// of its output and of another input.
struct Trained {
  template <class Then>
  Trained(const Then& then, const char* loss_name, const std::vector<Tensor>& weights) {
    const Tensor x = random_tensor({4, 3}), z = random_tensor({4, 3}, 2);
    const Tensor y = xt::cast<float>(random_tensor({4, 3}, 3) > 0.0f);
    const Input a({3}), b({3});
    Model model({a, b}, then(Dense(3, {.use_bias = false})(a), b));
    model.set_weights(weights);
    model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.5}), .loss = loss_name});
    predicted = model.predict({x, z});
    loss = model.train_on_batch({x, z}, y)["loss"];
    kernel = model.get_weights()[0];
  }

  Tensor predicted, kernel;
  double loss;
};

void check_same(const Trained& one, const Trained& other) {
  require_close(one.predicted, other.predicted, 1e-6);
  CHECK(one.loss == Approx(other.loss).epsilon(1e-6));
  require_close(one.kernel, other.kernel, 1e-6);
}

}  // namespace

TEST_CASE("A merging layer applies its activation and its activity regularizer") {
  std::vector<bool> needed;
  const Tensor kernel = random_tensor({3, 3}, 4);
  const auto blend = [&](const BlendOptions& options) {
    return [&, options](const KerasTensor& a, const KerasTensor& b) {
      return share(Blend(needed, options))({a, b});
    };
  };
  const auto before = [&](auto layer) {
    return [&, layer](const KerasTensor& a, const KerasTensor& b) { return call(layer, blend({})(a, b)); };
  };
  for (const char* loss : {"mse", "binary_crossentropy"}) {  // the second is computed from the logits
    check_same(Trained(blend({.activation = "sigmoid"}), loss, {kernel}),
               Trained(before(std::make_shared<Activation>("sigmoid")), loss, {kernel}));
  }
  const auto leaky = std::make_shared<LeakyReLU>(0.5);
  check_same(Trained(blend({.activation = make_layer_activation(leaky, "LeakyReLU", {})}), "mse", {kernel}),
             Trained(before(std::make_shared<LeakyReLU>(0.5)), "mse", {kernel}));
  const DenseOptions regularized = {
      .activation = "tanh", .use_bias = false, .activity_regularizer = "l2", .trainable = false};
  check_same(Trained(blend({.activation = "tanh", .activity_regularizer = "l2"}), "mse", {kernel}),
             Trained(before(std::make_shared<Dense>(3, regularized)), "mse", {kernel, xt::eye<float>(3)}));
}
