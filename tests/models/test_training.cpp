#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/golden.hpp"
#include "support/make_optimizer.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

// The models of golden/training_models.py.

Sequential mlp_classifier() {
  Sequential model;
  model.add(Dense(7, {.activation = "relu", .input_shape = {5}}));
  model.add(Dense(3, {.activation = "softmax"}));
  return model;
}

Sequential convnet() {
  Sequential model;
  model.add(Conv2D(4, 3, {.strides = 2, .padding = "same", .input_shape = {7, 6, 2}}));
  model.add(LeakyReLU({.negative_slope = 0.2f}));
  model.add(MaxPooling2D(2));
  model.add(Flatten());
  model.add(Dense(1, {.activation = "sigmoid"}));
  return model;
}

Sequential generator() {
  Sequential model;
  model.add(Dense(18, {.input_shape = {4}}));
  model.add(LeakyReLU({.negative_slope = 0.2f}));
  model.add(Reshape({2, 3, 3}));
  model.add(UpSampling2D());
  model.add(Conv2D(4, 3, {.padding = "same", .activation = "relu"}));
  model.add(Conv2DTranspose(2, 4, {.strides = 2, .padding = "same"}));
  model.add(Activation("tanh"));
  return model;
}

Sequential batch_norm() {
  Sequential model;
  model.add(Conv2D(3, {3, 2}, {.use_bias = false, .input_shape = {4, 5, 2}}));
  model.add(BatchNormalization());
  model.add(Activation("tanh"));
  model.add(Flatten());
  model.add(Dense(4, {.use_bias = false}));
  model.add(BatchNormalization({.momentum = 0.8, .epsilon = 0.01}));
  model.add(Dense(3, {.activation = "softmax"}));
  return model;
}

Sequential saturated() {
  Sequential model;
  model.add(Dense(1, {.activation = "sigmoid", .input_shape = {2}}));
  return model;
}

const std::map<std::string, Sequential (*)()> models = {{"mlp_classifier", mlp_classifier},
                                                        {"convnet", convnet},
                                                        {"generator", generator},
                                                        {"batch_norm", batch_norm},
                                                        {"saturated", saturated}};

Sequential compiled(const TrainingCase& golden) {
  Sequential model = models.at(golden.model)();
  model.set_weights(golden.initial);
  CompileOptions options{.optimizer = make_optimizer(golden.optimizer, golden.arguments),
                         .loss = golden.loss};
  if (golden.accuracy) options.metrics = {"accuracy"};
  model.compile(options);
  return model;
}

void require_weights(const Sequential& model, const std::vector<Tensor>& expected) {
  const std::vector<Tensor> weights = model.get_weights();
  REQUIRE(weights.size() == expected.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    INFO("weight " << i);
    require_close(weights[i], expected[i], 1e-5);
  }
}

void check_history(const callbacks::History& history, const TrainingCase& golden) {
  CHECK(history.epoch == std::vector<int>{0, 1, 2, 3});
  CHECK(history.history.size() == golden.history.size());
  for (const auto& [name, values] : golden.history) {
    INFO(name);
    REQUIRE(history[name].size() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      CHECK(history[name][i] == Approx(values[i]).epsilon(1e-5).margin(1e-6));
  }
}

Tensor batch_of(const Tensor& data, int begin, int size) {
  return xt::view(data, xt::range(begin, std::min(begin + size, static_cast<int>(data.shape(0)))));
}

/// |difference|³, which no class of the library has.
class CubicError : public losses::Loss {
 public:
  std::string name() const override { return "cubic_error"; }
  void call(View y_true, View y_pred, Buffer losses) const override {
    losses.array() = xt::mean(xt::pow(xt::abs(y_pred.array() - y_true.array()), 3), {-1});
  }
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override {
    const Tensor difference = y_pred.array() - y_true.array();
    const auto columns = static_cast<float>(y_pred.shape().back());
    dy_pred.array() = 3.0f / columns * difference * xt::abs(difference) *
                      xt::view(dlosses.array(), xt::all(), xt::newaxis());
  }
};

}  // namespace

TEST_CASE("fit() trains to Keras's weights, history and predictions") {
  for (const TrainingCase& golden : training_cases()) {
    INFO(golden.name);
    Sequential model = compiled(golden);
    const auto history = model.fit(golden.x, golden.y,
                                   {.batch_size = golden.batch_size,
                                    .epochs = golden.epochs,
                                    .verbose = 0,
                                    .validation_data = Data{golden.x_val, golden.y_val},
                                    .shuffle = false});
    require_weights(model, golden.final);
    require_close(model.predict(golden.x_val), golden.prediction, 1e-5);
    check_history(history, golden);
  }
}

TEST_CASE("train_on_batch() returns Keras's loss and accuracy of that batch") {
  for (const TrainingCase& golden : training_cases()) {
    INFO(golden.name);
    Sequential model = compiled(golden);
    std::size_t step = 0;
    for (int epoch = 0; epoch < golden.epochs; ++epoch) {
      for (int begin = 0; begin < static_cast<int>(golden.x.shape(0)); begin += golden.batch_size) {
        const Logs logs = model.train_on_batch(batch_of(golden.x, begin, golden.batch_size),
                                               batch_of(golden.y, begin, golden.batch_size));
        CHECK(logs["loss"] == Approx(golden.batch_loss[step]).epsilon(1e-5).margin(1e-6));
        if (golden.accuracy) CHECK(logs["accuracy"] == Approx(golden.batch_accuracy[step]).epsilon(1e-6));
        ++step;
      }
    }
    CHECK(step == golden.batch_loss.size());
    require_weights(model, golden.final);
  }
}

TEST_CASE("evaluate() and test_on_batch() give the loss of Keras's last epoch") {
  for (const TrainingCase& golden : training_cases()) {
    INFO(golden.name);
    Sequential model = compiled(golden);
    model.set_weights(golden.final);
    const double expected = golden.history.at("val_loss").back();
    CHECK(model.test_on_batch(golden.x_val, golden.y_val)["loss"] == Approx(expected).epsilon(1e-5));
    const Logs logs = model.evaluate(golden.x_val, golden.y_val, {.batch_size = 4});
    CHECK(logs["loss"] == Approx(expected).epsilon(1e-5));
    CHECK(logs.size() == (golden.accuracy ? 2 : 1));
    require_weights(model, golden.final);
  }
}

TEST_CASE("A user's loss trains") {
  const Tensor x = random_tensor({16, 3}), y = random_tensor({16, 2}, 2);
  Sequential model;
  model.add(Dense(2, {.input_dim = 3}));
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.02}), .loss = CubicError()});
  const Tensor difference = xt::abs(model.predict(x) - y);
  const double expected = xt::mean(difference * difference * difference)();
  CHECK(model.test_on_batch(x, y)["loss"] == Approx(expected).epsilon(1e-5));
  const auto history = model.fit(x, y, {.epochs = 30, .verbose = 0, .shuffle = false});
  CHECK(history["loss"].front() == Approx(expected).epsilon(1e-5));
  CHECK(history["loss"].back() < 0.6 * expected);
}

TEST_CASE("A user's loss of a formula that is known trains to the same weights") {
  class HalfSquare : public losses::MeanSquaredError {
   public:
    void call(View y_true, View y_pred, Buffer losses) const override {
      MeanSquaredError::call(y_true, y_pred, losses);
      losses.array() /= 2.0f;
    }
    void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override {
      MeanSquaredError::gradient(y_true, y_pred, dlosses, dy_pred);
      dy_pred.array() /= 2.0f;
    }
  };
  const Tensor x = random_tensor({8, 3}), y = random_tensor({8, 1}, 2);
  const auto trained = [&](const Identifier<losses::Loss>& loss, double rate) {
    Sequential model;
    model.add(Dense(1, {.kernel_initializer = "ones", .input_dim = 3}));
    model.compile({.optimizer = optimizers::SGD({.learning_rate = rate}), .loss = loss});
    for (int i = 0; i < 10; ++i) model.train_on_batch(x, y);
    return model.get_weights();
  };
  CHECK(trained(HalfSquare(), 0.1) == trained("mse", 0.05));
}
