// Models that other threads predict with, while their weights change and beside other models of the same
// layers.
#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/random.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;

namespace {

/// Threads that do the same again and again as long as this lives.
class Busy {
 public:
  explicit Busy(const std::function<void()>& work) {
    for (int i = 0; i < 4; ++i) {
      threads_.emplace_back([this, work] {
        while (!stop_) work();
      });
    }
  }
  ~Busy() {
    stop_ = true;
    for (std::thread& thread : threads_) thread.join();
  }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;

 private:
  std::atomic<bool> stop_ = false;
  std::vector<std::thread> threads_;
};

/// Layers that keep their weights packed: a convolution with what follows it, and matrices.
Sequential packing_model() {
  Sequential model;
  model.add(Conv2D(24, 3, {.padding = "same", .input_shape = {6, 6, 8}}));
  model.add(BatchNormalization());
  model.add(ReLU());
  model.add(Flatten());
  model.add(Dense(256, {.activation = "relu"}));
  model.add(Dense(3));
  return model;
}

/// Weights in place of those.
std::vector<Tensor> random_weights(std::vector<Tensor> weights) {
  for (Tensor& weight : weights) weight = 0.5f + 0.1f * random::randn(shape_of(weight));
  return weights;
}

/// What a separate model with the same weights predicts.
Tensor prediction_of(const Sequential& model, const Tensor& x) {
  Sequential copy = clone_model(model);
  copy.set_weights(model.get_weights());
  return copy.predict(x);
}

/// Calls `change` again and again while other threads predict: after each, the new weights count.
void check_changes(Sequential& model, const Tensor& x, const std::function<void()>& change) {
  const Busy busy([&] { static_cast<void>(model.predict(x)); });
  for (int i = 0; i < 40; ++i) {
    change();
    const Tensor predicted = model.predict(x);
    CHECK((predicted == prediction_of(model, x)));
  }
}

const Tensor x = testing::random_tensor({2, 6, 6, 8});

}  // namespace

TEST_CASE(
    "predict: the new weights count as soon as set_weights() has returned, whoever predicts meanwhile") {
  Sequential model = packing_model();
  check_changes(model, x, [&] { model.set_weights(random_weights(model.get_weights())); });
}

TEST_CASE("predict: the new weights count as soon as load_weights() has returned") {
  const testing::Folder folder;
  Sequential model = packing_model();
  for (const char* name : {"0.weights.h5", "1.weights.h5"}) {
    model.set_weights(random_weights(model.get_weights()));
    model.save_weights(folder.file(name));
  }
  int count = 0;
  check_changes(model, x,
                [&] { model.load_weights(folder.file(++count % 2 == 0 ? "0.weights.h5" : "1.weights.h5")); });
}

TEST_CASE("predict: the new weights count as soon as a step of training is done") {
  Sequential model = packing_model();
  model.compile({.optimizer = "adam", .loss = "mse"});
  const Tensor y = random::randn({2, 3});
  check_changes(model, x, [&] { static_cast<void>(model.train_on_batch(x, y)); });
}

TEST_CASE("predict: a layer of two models runs beside different layers in each, at the same time") {
  const auto shared =
      std::make_shared<Conv2D>(64, 3, Conv2DOptions{.padding = "same", .input_shape = {6, 6, 8}});
  Sequential alone, normalized, enlarged;
  for (Sequential* model : {&alone, &normalized}) model->add(shared);
  normalized.add(BatchNormalization());
  normalized.set_weights(random_weights(normalized.get_weights()));
  enlarged.add(UpSampling2D({.size = 2, .input_shape = {3, 3, 8}}));
  enlarged.add(shared);
  const Tensor small = random::randn({2, 3, 3, 8});
  const Tensor of_alone = alone.predict(x), of_normalized = normalized.predict(x),
               of_enlarged = enlarged.predict(small);
  std::atomic<int> wrong = 0;
  {
    const Busy first([&] { wrong += alone.predict(x) == of_alone ? 0 : 1; });
    const Busy second([&] { wrong += normalized.predict(x) == of_normalized ? 0 : 1; });
    for (int i = 0; i < 1000; ++i) wrong += enlarged.predict(small) == of_enlarged ? 0 : 1;
  }
  CHECK(wrong == 0);
}

TEST_CASE("predict: a layer that takes another one's place, and memory, has its own weights") {
  Sequential model;
  model.add(Dense(24, {.input_dim = 8}));
  const Tensor points = random::randn({4, 8});
  for (int i = 0; i < 20; ++i) {
    model.add(BatchNormalization());
    model.layers().back()->set_weights(random_weights(model.layers().back()->get_weights()));
    CHECK((model.predict(points) == prediction_of(model, points)));
    model.pop();
  }
}

TEST_CASE("evaluate and test_on_batch: many threads may be the first") {
  const Tensor x = random::randn({4, 8}), y = random::randn({4, 3});
  for (int i = 0; i < 20; ++i) {
    Sequential model;
    model.add(Dense(24));
    model.add(Dense(3));
    model.compile({.loss = "mse", .metrics = {"mae"}});
    std::vector<double> losses(8);
    std::vector<std::thread> threads;
    for (std::size_t thread = 0; thread < losses.size(); ++thread) {
      threads.emplace_back([&, thread] {
        losses[thread] = thread % 2 == 0 ? model.test_on_batch(x, y)["loss"]
                                         : model.evaluate(x, y, {.verbose = 0})["loss"];
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (const double loss : losses) CHECK(loss == Approx(losses[0]));
  }
}

TEST_CASE("predict: many threads may be the first") {
  for (int i = 0; i < 20; ++i) {
    Sequential model;
    model.add(Dense(24));
    model.add(Dense(3));
    const Tensor points = random::randn({4, 8});
    std::vector<Tensor> predictions(8);
    std::vector<std::thread> threads;
    for (Tensor& prediction : predictions) threads.emplace_back([&] { prediction = model.predict(points); });
    for (std::thread& thread : threads) thread.join();
    for (const Tensor& prediction : predictions) CHECK(prediction == predictions[0]);
  }
}
