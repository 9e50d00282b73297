// Layers that are run as one give what they give one by one: forward, backward, on each instruction set.
#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/utils/performance.hpp"
#include "kernels/convolution_cases.hpp"
#include "support/arrays.hpp"
#include "support/compare.hpp"
#include "support/run_layer.hpp"
#include "support/thread_count.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

/// The layers of a model one after the other, each by itself.
Tensor infer_apart(const Sequential& model, const Tensor& x) {
  Tensor y = x;
  for (const auto& layer : model.layers()) y = infer(*layer, y);
  return y;
}

/// The same for a training step: the output, the input's gradient and the weights' dweights in their order.
Step train_apart(const Sequential& model, const Tensor& x, const Tensor& dy) {
  const auto layers = model.layers();
  std::vector<Tensor> inputs = {x};
  for (const auto& layer : layers)
    inputs.push_back(train(*layer, inputs.back(), infer(*layer, inputs.back())).y);
  Step whole{inputs.back(), dy, {}};
  for (std::size_t i = layers.size(); i-- > 0;) {
    const Step step = train(*layers[i], inputs[i], whole.dx);
    whole.dx = step.dx;
    whole.dweights.insert(whole.dweights.begin(), step.dweights.begin(), step.dweights.end());
  }
  return whole;
}

Sequential image_model(const Shape& input_shape, int filters) {
  Sequential model;
  model.add(UpSampling2D({.size = {2, 3}, .input_shape = input_shape}));
  model.add(Conv2D(filters, 3, {.padding = "same", .bias_initializer = "random_normal"}));
  model.add(LeakyReLU(0.2f));
  model.add(Conv2DTranspose(filters, 4, {.strides = 2, .padding = "same"}));
  model.add(ReLU());
  model.add(UpSampling2D());
  model.add(Conv2D(2, {2, 3}, {.padding = "same", .activation = "tanh"}));
  model.add(Flatten());
  model.add(Dense(3, {.activation = "relu"}));
  return model;
}

Sequential sequence_model(const std::string& padding, int filters) {
  Sequential model;
  model.add(UpSampling1D({.size = 3, .input_shape = {5, 3}}));
  model.add(Conv1D(filters, 3, {.padding = padding, .bias_initializer = "random_normal"}));
  model.add(ReLU({.negative_slope = 0.25}));
  model.add(Conv1DTranspose(filters, 4, {.strides = 2, .padding = "same", .activation = "relu"}));
  model.add(UpSampling1D());
  model.add(Conv1D(2, 5, {.strides = 2}));
  model.add(ReLU(0.5));
  return model;
}

/// Rectifiers before poolings: of layers of their own or not, with windows that overlap, at the model's end.
Sequential pooled_model(const std::string& padding, int filters) {
  Sequential model;
  model.add(Conv2D(filters, 3, {.bias_initializer = "random_normal", .input_shape = {17, 14, 3}}));
  model.add(ReLU());
  model.add(MaxPooling2D({.pool_size = {3, 2}, .strides = {2, 1}, .padding = padding}));
  model.add(Conv2D(filters, 3, {.padding = "same", .activation = "relu"}));
  model.add(MaxPooling2D());
  model.add(MaxPooling2D({.pool_size = 2, .strides = 1}));
  model.add(AveragePooling2D(2, {.strides = 1, .padding = "same"}));
  model.add(Conv2D(4, 1));
  model.add(LeakyReLU(0.3f));
  model.add(MaxPooling2D({.padding = padding}));
  return model;
}

/// One training step of a whole model without an optimizer.
Step train_whole(const Sequential& model, const Tensor& x, const Tensor& dy) {
  Sequential outer;
  outer.add(model);
  return train(*outer.layers()[0], x, dy);
}

void require_same_training(const Sequential& model, const Tensor& x, const Tensor& dy) {
  const Step whole = train_whole(model, x, dy), apart = train_apart(model, x, dy);
  require_close(whole.y, apart.y, 2e-5);
  require_close(whole.dx, apart.dx, 2e-5);
  REQUIRE(whole.dweights.size() == apart.dweights.size());
  for (std::size_t i = 0; i < whole.dweights.size(); ++i) {
    INFO("gradient " << i);
    require_close(whole.dweights[i], apart.dweights[i], 2e-5);
  }
}

}  // namespace

TEST_CASE("Fused layers predict what they predict one by one") {
  for_each_instruction_set([] {
    for (const Shape& shape : {Shape{1, 1, 3}, Shape{4, 5, 3}, Shape{7, 7, 17}}) {
      for (const int filters : {1, 16, 35}) {
        const Sequential model = image_model(shape, filters);
        const Tensor x = random_tensor(shape.with_batch(3));
        require_close(model.predict(x), infer_apart(model, x), 2e-5);
      }
    }
  });
}

TEST_CASE("Fused layers have the gradients that they have one by one") {
  for_each_instruction_set([] {
    const Sequential model = image_model({4, 5, 3}, 20);
    const Tensor x = random_tensor({3, 4, 5, 3}), dy = random_tensor({3, 3});
    require_same_training(model, x, dy);
  });
}

TEST_CASE("Fused layers of sequences give what they give one by one") {
  for_each_instruction_set([] {
    for (const std::string padding : {"valid", "same", "causal"}) {
      for (const int filters : {1, 20}) {
        const Sequential model = sequence_model(padding, filters);
        const Tensor x = random_tensor({3, 5, 3}), y = infer_apart(model, x), dy = random_tensor(shape_of(y));
        require_close(model.predict(x), y, 2e-5);
        require_same_training(model, x, dy);
      }
    }
  });
}

TEST_CASE("A rectifier moves behind max pooling, and back when the model changes") {
  for_each_instruction_set([] {
    for (const std::string padding : {"valid", "same"}) {
      for (const int filters : {1, 20}) {
        Sequential model = pooled_model(padding, filters);
        const Tensor x = random_tensor({3, 17, 14, 3});
        for (int layers = 0; layers < 3; ++layers) {
          const Tensor y = infer_apart(model, x);
          require_close(model.predict(x), y, 2e-5);
          require_same_training(model, x, random_tensor(shape_of(y)));
          model.pop();
        }
        model.add(MaxPooling2D({.strides = 1}));
        model.add(ReLU());
        require_same_training(model, x, random_tensor(shape_of(infer_apart(model, x))));
      }
    }
  });
}

TEST_CASE("A user's pooling keeps its own passes") {
  struct Zeros : MaxPooling2D {
    using MaxPooling2D::MaxPooling2D;
    View forward_images(View x, Tape& tape) const override {
      const Buffer y = tape.allocate(image_shape(x.shape()));
      std::fill_n(y.data(), y.size(), 0.0f);
      return y;
    }
    View backward_images(View dy, Tape& tape) const override {
      return tape.allocate({dy.shape()[0], 4, 4, 2});
    }
  };
  Sequential model;
  model.add(Conv2D(2, 1, {.activation = "relu", .input_shape = {4, 4, 2}}));
  model.add(std::make_shared<Zeros>());
  const Tensor x = random_tensor({3, 4, 4, 2});
  CHECK((model.predict(x) == xt::zeros<float>({3, 2, 2, 2})));
  CHECK((model(x, {.training = true}) == xt::zeros<float>({3, 2, 2, 2})));
}

TEST_CASE("A folded BatchNormalization follows its weights, and those of the layer before it") {
  Sequential model;
  model.add(Conv2D(18, 3, {.padding = "same", .input_shape = {6, 6, 4}}));
  model.add(
      BatchNormalization({.beta_initializer = "random_uniform", .gamma_initializer = "random_uniform"}));
  model.add(LeakyReLU(0.1f));
  model.add(Flatten());
  model.add(Dense(5));
  model.add(BatchNormalization());
  model.compile({.optimizer = "sgd", .loss = "mse"});
  const Tensor x = random_tensor({8, 6, 6, 4}), y = random_tensor({8, 5});
  require_close(model.predict(x), infer_apart(model, x), 1e-5);
  const Tensor before = model.predict(x);
  model.train_on_batch(x, y);
  require_close(model.predict(x), infer_apart(model, x), 1e-5);
  CHECK_FALSE((model.predict(x) == before));
  std::vector<Tensor> weights = model.get_weights();
  weights[4] = weights[4] + 0.5f;  // the moving mean
  model.set_weights(weights);
  require_close(model.predict(x), infer_apart(model, x), 1e-5);
}

TEST_CASE("Batches of any size, one after the other, give the same predictions") {
  const Sequential model = image_model({5, 5, 8}, 32);
  const Tensor x = random_tensor({9, 5, 5, 8});
  const Tensor expected = infer_apart(model, x);
  for (const int batch_size : {1, 9, 2, 4, 1, 64}) {
    require_close(model.predict(x, {.batch_size = batch_size}), expected, 2e-5);
  }
}

TEST_CASE("Any number of threads gives the same bits") {
  const Sequential model = image_model({8, 8, 16}, 32);
  const Tensor x = random_tensor({5, 8, 8, 16}), dy = random_tensor({5, 3});
  const ThreadCount one(1);
  const Tensor y = model.predict(x);
  const Step step = train_whole(model, x, dy);
  for (const int threads : {2, 3, 7}) {
    const ThreadCount setting(threads);
    CHECK((model.predict(x) == y));
    const Step other = train_whole(model, x, dy);
    CHECK((other.dx == step.dx));
    CHECK((other.dweights == step.dweights));
  }
}

TEST_CASE("The direct and the Winograd convolutions agree") {
  const Sequential model = image_model({12, 12, 64}, 64);
  const Tensor x = random_tensor({8, 12, 12, 64});
  const Tensor fast = model.predict(x);
  utils::set_winograd(false);
  const Tensor direct = model.predict(x);
  utils::set_winograd(true);
  require_close(fast, direct, 2e-5);
}

TEST_CASE("set_num_threads says what is wrong") {
  for (const int count : {0, -3}) {
    CHECK(error_of([&] { utils::set_num_threads(count); }) ==
          "set_num_threads: the number of threads must be positive, but received " + std::to_string(count) +
              ". Without a call, as many are used as the process has processors.");
  }
}
