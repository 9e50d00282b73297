#include <atomic>
#include <numeric>
#include <thread>
#include <vector>

#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/run_layer.hpp"
#include "support/thread_count.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

Sequential convolutional() {
  Sequential model;
  model.add(Conv2D(24, 3, {.padding = "same", .activation = "relu", .input_shape = {13, 9, 5}}));
  model.add(BatchNormalization());
  model.add(MaxPooling2D());
  model.add(Conv2DTranspose(7, 4, {.strides = 2, .padding = "same"}));
  model.add(LeakyReLU(0.2f));
  model.add(UpSampling2D({.interpolation = "bilinear"}));
  model.add(AveragePooling2D(3));
  model.add(Flatten());
  model.add(Dropout(0.3));
  model.add(Dense(10, {.activation = "softmax"}));
  return model;
}

Sequential dense(int inputs, int units) {
  Sequential model;
  model.add(Dense(units, {.activation = "tanh", .input_dim = inputs}));
  model.add(Dense(3, {.activation = "sigmoid"}));
  return model;
}

/// BLAS may add up a matrix of another size in another order.
void check_batch_sizes(const Sequential& model) {
  const Tensor x = random_tensor(model.input_shape().without_batch().with_batch(77));
  const Tensor expected = model.predict_on_batch(x);
  for (int batch_size : {1, 2, 3, 5, 8, 16, 31, 32, 33, 64, 1000}) {
    INFO("batch_size " << batch_size);
    require_close(model.predict(x, {.batch_size = batch_size}), expected, 1e-6);
  }
}

/// Runs `work` in eight threads that begin together.
template <class Work>
void in_eight_threads(const Work& work) {
  std::atomic<int> ready = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      ++ready;
      while (ready < 8) std::this_thread::yield();
      work(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

/// Predictions and, after them, the weights of a short training.
std::vector<Tensor> computed_with(int threads, Sequential (*make)(), const Shape& targets) {
  const ThreadCount setting(threads);
  utils::set_random_seed(1);
  Sequential model = make();
  model.compile({.optimizer = "adam", .loss = "mse"});
  const Tensor x = random_tensor(model.input_shape().without_batch().with_batch(40));
  const Tensor y = random_tensor(targets.with_batch(40));
  std::vector<Tensor> results{model.predict(x)};
  model.fit(x, y, {.batch_size = 16, .epochs = 2, .verbose = 0});
  for (const Tensor& weight : model.get_weights()) results.push_back(weight);
  return results;
}

}  // namespace

TEST_CASE("predict() gives the same with any batch_size") {
  utils::set_random_seed(1);
  check_batch_sizes(convolutional());
  for (int inputs : {1, 7, 64, 500, 3000}) {
    for (int units : {1, 5, 100}) {
      INFO(inputs << " inputs, " << units << " units");
      check_batch_sizes(dense(inputs, units));
    }
  }
}

TEST_CASE("predict() and training give the same bits with any number of threads") {
  const auto wide = [] { return dense(900, 400); };
  for (int threads : {2, 3}) {
    CHECK(computed_with(threads, convolutional, {10}) == computed_with(1, convolutional, {10}));
    CHECK(computed_with(threads, wide, {3}) == computed_with(1, wide, {3}));
  }
}

TEST_CASE("predict() may be called from many threads at once") {
  const Sequential model = convolutional();
  const Tensor x = random_tensor({20, 13, 9, 5}), expected = model.predict(x, {.batch_size = 3});
  std::atomic<int> equal = 0;
  in_eight_threads([&](int) {
    for (int round = 0; round < 3; ++round) {
      if (model.predict(x, {.batch_size = 3}) == expected) ++equal;
    }
  });
  CHECK(equal == 24);
}

TEST_CASE("Many threads may build a model by predicting") {
  for (int round = 0; round < 10; ++round) {
    Sequential model;
    model.add(Dense(9, {.activation = "relu"}));
    model.add(BatchNormalization());
    model.add(Dense(4));
    const Tensor x = random_tensor({6, 5});
    std::vector<Tensor> outputs(8);
    in_eight_threads([&](int i) { outputs[static_cast<std::size_t>(i)] = model.predict(x); });
    CHECK(model.input_shape() == Shape{None, 5});
    for (const Tensor& output : outputs) CHECK((output == model.predict(x)));
  }
}

TEST_CASE("Many threads may evaluate one model") {
  Sequential model = convolutional();
  model.compile({.optimizer = "sgd", .loss = "mse", .metrics = {"accuracy"}});
  const Tensor x = random_tensor({10, 13, 9, 5}), y = random_tensor({10, 10});
  const auto expected = model.evaluate(x, y).values();
  std::atomic<int> equal = 0;
  in_eight_threads([&](int) {
    if (model.evaluate(x, y).values() == expected) ++equal;
  });
  CHECK(equal == 8);
}

TEST_CASE("predict() in the middle of training changes nothing") {
  const Tensor x = random_tensor({8, 13, 9, 5}), y = random_tensor({8, 10});
  const auto trained = [&](bool predicting) {
    utils::set_random_seed(4);
    Sequential model = convolutional();
    model.compile({.optimizer = "adam", .loss = "mse"});
    for (int step = 0; step < 4; ++step) {
      model.train_on_batch(x, y);
      if (!predicting) continue;
      static_cast<void>(model.predict(x));
      static_cast<void>(model.evaluate(x, y, {.batch_size = 3}));
    }
    return model.get_weights();
  };
  CHECK(trained(true) == trained(false));
}

TEST_CASE("predict() takes whole numbers and xtensor expressions") {
  Sequential model;
  model.add(Dense(2, {.input_dim = 3}));
  const xt::xarray<int> whole = {{1, 2, 3}, {4, 5, 6}};
  const xt::xtensor<double, 2> doubles = whole;
  const Tensor x = whole, expected = model.predict(x);
  CHECK((model.predict(whole) == expected));
  CHECK((model.predict(doubles) == expected));
  CHECK((model.predict(whole * 1) == expected));
  CHECK((model.predict(xt::view(whole, xt::all(), xt::all())) == expected));
  const Tensor transposed = xt::transpose(x);
  CHECK((model.predict(xt::transpose(transposed)) == expected));
  const xt::xarray<float, xt::layout_type::column_major> columns = x;
  CHECK((model.predict(columns) == expected));
  CHECK((model.predict_on_batch(whole) == expected));
}

namespace {

/// Adds rows to each batch, one or as many as it has.
class MoreRows : public Layer {
 public:
  explicit MoreRows(bool doubles)
      : Layer("MoreRows", LayerOptions{.input_shape = {2}, .name = {}}), doubles_(doubles) {}
  [[nodiscard]] Shape compute_output_shape(const Shape& x) const override {
    return {x[0] == None ? None : x[0] + (doubles_ ? x[0] : 1), x[1]};
  }
  View forward(View x, Tape& tape) const override {
    const Buffer y = tape.allocate(compute_output_shape(x.shape()));
    std::fill_n(y.data(), y.size(), 0.0f);
    return y;
  }
  View backward(View dy, Tape& /*tape*/) const override { return dy; }

 private:
  bool doubles_;
};

}  // namespace

TEST_CASE("predict() refuses batches that do not make up the outputs of all samples") {
  Sequential doubles, one_more;
  doubles.add(MoreRows(true));
  one_more.add(MoreRows(false));
  const Tensor x = zero_tensor({4, 2});
  CHECK(shape_of(doubles.predict(x, {.batch_size = 2})) == Shape{8, 2});
  CHECK(shape_of(one_more.predict(x)) == Shape{5, 2});
  CHECK_THROWS_WITH(one_more.predict(x, {.batch_size = 2}),
                    Catch::Matchers::Contains("do not make up the shape (5, 2)"));
}

TEST_CASE("predict() gives one output a sample, batch first") {
  const Sequential model = convolutional();
  const Tensor x = random_tensor({5, 13, 9, 5}), y = model.predict(x, {.batch_size = 2});
  CHECK(shape_of(y) == Shape{5, 10});
  for (int i = 0; i < 5; ++i) {
    const Tensor one = model.predict(xt::view(x, xt::range(i, i + 1)));
    require_close(one, xt::view(y, xt::range(i, i + 1)), 1e-6);
  }
}

TEST_CASE("predict() of a large batch, which goes through the model in parts, gives what small ones give") {
  Sequential model;
  model.add(Conv2D(32, 3, {.padding = "same", .activation = "relu", .input_shape = {32, 32, 3}}));
  model.add(MaxPooling2D());
  model.add(Flatten());
  model.add(Dense(3));
  const Tensor x = random_tensor({301, 32, 32, 3}), y = model.predict(x, {.batch_size = 301});
  require_close(y, model.predict(x, {.batch_size = 7}), 1e-5);
  require_close(model.predict_on_batch(x), y, 0);
}

TEST_CASE("The parts of a batch do not depend on the threads, as many as there are and more") {
  Sequential model;
  model.add(Conv2D(32, 3, {.activation = "relu", .input_shape = {32, 32, 3}}));
  model.add(BatchNormalization());
  model.add(MaxPooling2D());
  model.add(Flatten());
  model.add(Dense(3));
  const Tensor x = random_tensor({77, 32, 32, 3}), expected = model.predict_on_batch(x);
  for (int count : {1, 2, 3, 8, 64}) {
    const ThreadCount threads(count);
    require_close(model.predict_on_batch(x), expected, 0);
    std::vector<Tensor> eight(8);
    in_eight_threads([&](int i) { eight[static_cast<std::size_t>(i)] = model.predict_on_batch(x); });
    for (const Tensor& y : eight) require_close(y, expected, 0);
  }
}

namespace {

/// The numbers minus the mean of their batch.
activations::Function centered() {
  return {"centered",
          [](View x, Buffer y) {
            const float mean =
                std::accumulate(x.data(), x.data() + x.size(), 0.0f) / static_cast<float>(x.size());
            for (std::size_t i = 0; i < x.size(); ++i) y.data()[i] = x.data()[i] - mean;
          },
          [](View, View, View dy, Buffer dx) { std::copy_n(dy.data(), dy.size(), dx.data()); }};
}

}  // namespace

TEST_CASE("An activation of one's own sees whole batches, however large they are") {
  Tensor x = zero_tensor({300, 2, 32, 64, 8});
  xt::view(x, xt::range(0, 150)) = 1.0f;
  Sequential model;
  model.add(TimeDistributed(Activation(centered()), {.input_shape = {2, 32, 64, 8}}));
  model.add(GlobalAveragePooling3D());
  const Tensor y = model.predict(x, {.batch_size = 300});
  CHECK(y(0, 0) == Approx(0.5));
  CHECK(y(299, 7) == Approx(-0.5));
}

TEST_CASE("Batches that are joined along their first axis are not divided") {
  const Input input({64, 64, 8});
  const Model model(input, GlobalAveragePooling2D()(Concatenate({.axis = 0})({input, 2 * input})));
  Tensor x = zero_tensor({300, 64, 64, 8}) + 1.0f;
  const Tensor y = model.predict(x, {.batch_size = 300});
  REQUIRE(shape_of(y) == Shape{600, 8});
  CHECK(y(299, 0) == 1.0f);
  CHECK(y(300, 0) == 2.0f);
}

TEST_CASE("Several inputs and outputs go through the model in parts, and callbacks see whole batches") {
  const Input left({32, 32, 40}), right({32, 32, 40});
  const KerasTensor sum = Add()({left, right});
  const Model model({left, right}, {GlobalAveragePooling2D()(sum), GlobalMaxPooling2D()(sum)});
  const Tensor a = random_tensor({200, 32, 32, 40}, 1), b = random_tensor({200, 32, 32, 40}, 2);
  struct Counter : callbacks::Callback {
    int batches = 0;
    void on_predict_batch_end(int /*batch*/) override { ++batches; }
  };
  const auto counter = std::make_shared<Counter>();
  const std::vector<Tensor> y = model.predict_all({a, b}, {.batch_size = 100, .callbacks = {counter}});
  CHECK(counter->batches == 2);
  const std::vector<Tensor> small = model.predict_all({a, b}, {.batch_size = 5});
  for (std::size_t i = 0; i < 2; ++i) require_close(y[i], small[i], 1e-6);
}
