#include <memory>
#include <vector>

#include "models/summary_models.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/golden.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

constexpr int latent = 3;

struct Gan {
  Sequential discriminator, generator, both;
};

Gan dense_models() {
  Gan gan;
  gan.discriminator.add(Dense(6, {.input_shape = {2}}));
  gan.discriminator.add(LeakyReLU({.negative_slope = 0.2f}));
  gan.discriminator.add(Dense(1, {.activation = "sigmoid"}));
  gan.generator.add(Dense(5, {.activation = "tanh", .input_shape = {latent}}));
  gan.generator.add(Dense(2));
  return gan;
}

Gan convolution_models() {
  Gan gan;
  gan.discriminator.add(Conv2D(3, 3, {.strides = 2, .padding = "same", .input_shape = {4, 6, 1}}));
  gan.discriminator.add(LeakyReLU({.negative_slope = 0.2f}));
  gan.discriminator.add(Flatten());
  gan.discriminator.add(Dense(1, {.activation = "sigmoid"}));
  gan.generator.add(Dense(12, {.use_bias = false, .input_shape = {latent}}));
  gan.generator.add(BatchNormalization());
  gan.generator.add(LeakyReLU({.negative_slope = 0.2f}));
  gan.generator.add(Reshape({2, 3, 2}));
  gan.generator.add(Conv2DTranspose(1, 4, {.strides = 2, .padding = "same", .activation = "tanh"}));
  return gan;
}

Gan batch_norm_models() {
  Gan gan;
  gan.generator = dense_models().generator;
  gan.discriminator.add(Dense(6, {.use_bias = false, .input_shape = {2}}));
  gan.discriminator.add(BatchNormalization({.momentum = 0.8}));
  gan.discriminator.add(LeakyReLU({.negative_slope = 0.2f}));
  gan.discriminator.add(Dense(1, {.activation = "sigmoid"}));
  return gan;
}

/// As the tutorials do it: the discriminator is compiled, frozen, and put into the GAN, which is compiled.
Gan compiled(Gan gan, const optimizers::Adam& adam) {
  gan.discriminator.compile({.optimizer = adam, .loss = "binary_crossentropy", .metrics = {"accuracy"}});
  gan.discriminator.set_trainable(false);
  gan.both.add(gan.generator);
  gan.both.add(gan.discriminator);
  gan.both.compile({.optimizer = adam, .loss = "binary_crossentropy"});
  return gan;
}

Gan models_of(const GanCase& golden) {
  if (golden.name == "dense") return dense_models();
  return golden.name == "convolution" ? convolution_models() : batch_norm_models();
}

Tensor labels(const Tensor& x, float label) { return label * xt::ones<float>({x.shape(0), std::size_t{1}}); }

void require_weights(const Sequential& model, const std::vector<Tensor>& expected) {
  const std::vector<Tensor> weights = model.get_weights();
  REQUIRE(weights.size() == expected.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    INFO(model.name() << ", weight " << i);
    require_close(weights[i], expected[i], 1e-5);
  }
}

}  // namespace

TEST_CASE("A GAN trains as in Keras 2, round by round") {
  for (const GanCase& golden : gan_cases()) {
    INFO(golden.name);
    // One optimizer object for both models: each has its own state.
    const optimizers::Adam adam({.learning_rate = golden.arguments.number("learning_rate", 0),
                                 .beta_1 = golden.arguments.number("beta_1", 0)});
    Gan gan = compiled(models_of(golden), adam);
    gan.discriminator.set_weights(golden.discriminator);
    gan.generator.set_weights(golden.generator);
    for (const GanRound& round : golden.rounds) {
      const Tensor fake = gan.generator.predict(round.fake_latent);
      const double real_loss = gan.discriminator.train_on_batch(round.real, labels(round.real, 1))["loss"];
      const double fake_loss = gan.discriminator.train_on_batch(fake, labels(fake, 0))["loss"];
      const double gan_loss = gan.both.train_on_batch(round.gan_latent, labels(round.gan_latent, 1))["loss"];
      CHECK(real_loss == Approx(round.real_loss).epsilon(1e-5));
      CHECK(fake_loss == Approx(round.fake_loss).epsilon(1e-5));
      CHECK(gan_loss == Approx(round.gan_loss).epsilon(1e-5));
      require_weights(gan.discriminator, round.discriminator);
      require_weights(gan.generator, round.generator);
    }
  }
}

TEST_CASE("A frozen discriminator learns only in its own steps, a generator only in the GAN's") {
  Gan gan = compiled(batch_norm_models(), optimizers::Adam());
  const Tensor x = random_tensor({4, 2}), z = random_tensor({4, latent});
  const std::vector<Tensor> d0 = gan.discriminator.get_weights(), g0 = gan.generator.get_weights();
  gan.discriminator.train_on_batch(x, labels(x, 1));
  const std::vector<Tensor> d1 = gan.discriminator.get_weights();
  CHECK(gan.generator.get_weights() == g0);
  // Kernel, gamma, beta, moving mean, moving variance, kernel, bias: all move.
  for (std::size_t i = 0; i < d0.size(); ++i) CHECK((d1[i] != d0[i]));
  gan.both.train_on_batch(z, labels(z, 1));
  CHECK(gan.discriminator.get_weights() == d1);
  const std::vector<Tensor> g1 = gan.generator.get_weights();
  for (std::size_t i = 0; i < g0.size(); ++i) CHECK((g1[i] != g0[i]));
}

TEST_CASE("A frozen BatchNormalization uses its moving averages in the GAN's steps") {
  Gan gan = compiled(batch_norm_models(), optimizers::Adam({.learning_rate = 0.0}));
  const Tensor x = 3.0f + random_tensor({8, 2}), z = random_tensor({8, latent});
  gan.discriminator.train_on_batch(x, labels(x, 1));  // the averages are now neither the start's nor z's
  const double inference = gan.both.test_on_batch(z, labels(z, 1))["loss"];
  // In inference it is fused into the adjacent layer, which rounds differently.
  CHECK(gan.both.train_on_batch(z, labels(z, 1))["loss"] == Approx(inference).epsilon(1e-6));
  const double own_inference = gan.discriminator.test_on_batch(x, labels(x, 1))["loss"];
  CHECK(gan.discriminator.train_on_batch(x, labels(x, 1))["loss"] != Approx(own_inference).epsilon(1e-3));
}

TEST_CASE("What trains is fixed by compile(), whatever is set afterwards") {
  Gan gan = compiled(dense_models(), optimizers::Adam());
  const Tensor z = random_tensor({4, latent});
  gan.discriminator.set_trainable(true);
  gan.generator.set_trainable(false);
  const std::vector<Tensor> d0 = gan.discriminator.get_weights(), g0 = gan.generator.get_weights();
  gan.both.train_on_batch(z, labels(z, 1));
  CHECK(gan.discriminator.get_weights() == d0);
  CHECK(gan.generator.get_weights() != g0);
  gan.both.compile({.optimizer = "adam", .loss = "binary_crossentropy"});
  const std::vector<Tensor> g1 = gan.generator.get_weights();
  gan.both.train_on_batch(z, labels(z, 1));
  CHECK(gan.discriminator.get_weights() != d0);
  CHECK(gan.generator.get_weights() == g1);
}

TEST_CASE("What trains is fixed by compile() of a model that is not built yet, too") {
  Gan gan;
  gan.discriminator.add(Dense(6));
  gan.discriminator.add(BatchNormalization());
  gan.discriminator.add(Dense(1, {.activation = "sigmoid"}));
  gan.generator = dense_models().generator;
  gan = compiled(gan, optimizers::Adam());
  const std::vector<Tensor> d0 = gan.discriminator.get_weights();
  const Tensor x = random_tensor({4, 2}), z = random_tensor({4, latent});
  gan.both.train_on_batch(z, labels(z, 1));
  CHECK(gan.discriminator.get_weights() == d0);
  gan.discriminator.train_on_batch(x, labels(x, 1));
  const std::vector<Tensor> d1 = gan.discriminator.get_weights();
  for (std::size_t i = 0; i < d0.size(); ++i) CHECK((d1[i] != d0[i]));
}

TEST_CASE("Single layers can be frozen") {
  Sequential model;
  model.add(Dense(4, {.input_dim = 2}));
  model.add(Dense(3, {.trainable = false}));
  model.add(Dense(1));
  model.compile({.optimizer = "adam", .loss = "mse"});
  const std::vector<Tensor> before = model.get_weights();
  model.train_on_batch(random_tensor({4, 2}), random_tensor({4, 1}));
  const std::vector<Tensor> after = model.get_weights();
  for (std::size_t i = 0; i < 6; ++i) CHECK((after[i] == before[i]) == (i == 2 || i == 3));
}

TEST_CASE("summary() of the GAN of y = x² counts the generator's weights as trained") {
  utils::clear_session();
  const std::string text = summary_of(gan());
  CHECK(text.find("Total params: 223\nTrainable params: 122\nNon-trainable params: 101\n") !=
        std::string::npos);
}

TEST_CASE("predict() of the generator in the middle of training changes nothing") {
  const Tensor x = random_tensor({4, 4, 6, 1}), z = random_tensor({4, latent});
  const auto trained = [&](bool predicting) {
    Gan gan = compiled(convolution_models(), optimizers::Adam({.learning_rate = 0.01}));
    gan.discriminator.set_weights(gan_case("convolution").discriminator);
    gan.generator.set_weights(gan_case("convolution").generator);
    for (int i = 0; i < 3; ++i) {
      gan.discriminator.train_on_batch(x, labels(x, 1));
      if (predicting) static_cast<void>(gan.generator.predict(random_tensor({50, latent})));
      gan.both.train_on_batch(z, labels(z, 1));
      if (predicting) static_cast<void>(gan.both.evaluate(z, labels(z, 0)));
    }
    std::vector<Tensor> weights = gan.discriminator.get_weights();
    for (const Tensor& weight : gan.generator.get_weights()) weights.push_back(weight);
    return weights;
  };
  CHECK(trained(true) == trained(false));
}
