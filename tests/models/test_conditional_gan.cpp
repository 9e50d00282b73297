// A conditional GAN prints what the same program in Python prints (golden/conditional_gan_tutorial.py).
#include <cstdio>
#include <fstream>
#include <iterator>

#include "keratin/keratin.hpp"
#include "support/catch.hpp"
#include "support/paths.hpp"

using namespace keratin;
using namespace keratin::layers;

namespace {

constexpr int latent_dim = 16, batch = 64, half_batch = batch / 2;

Model define_discriminator() {
  const Input in_label({1});
  KerasTensor li = Embedding(10, 50)(in_label);
  li = Dense(8 * 8)(li);
  li = Reshape({8, 8, 1})(li);
  const Input in_image({8, 8, 1});
  KerasTensor fe = Concatenate()({in_image, li});
  fe = Conv2D(32, {3, 3}, {.strides = {2, 2}, .padding = "same"})(fe);
  fe = LeakyReLU(0.2)(fe);
  fe = Conv2D(32, {3, 3}, {.strides = {2, 2}, .padding = "same"})(fe);
  fe = LeakyReLU(0.2)(fe);
  fe = Flatten()(fe);
  fe = Dropout(0.4)(fe);
  Model model({in_image, in_label}, Dense(1, {.activation = "sigmoid"})(fe));
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 2e-3, .beta_1 = 0.5}),
                 .loss = "binary_crossentropy",
                 .metrics = {"accuracy"}});
  return model;
}

Model define_generator() {
  const Input in_label({1});
  KerasTensor li = Embedding(10, 50)(in_label);
  li = Dense(2 * 2)(li);
  li = Reshape({2, 2, 1})(li);
  const Input in_lat({latent_dim});
  KerasTensor gen = Dense(32 * 2 * 2)(in_lat);
  gen = LeakyReLU(0.2)(gen);
  gen = Reshape({2, 2, 32})(gen);
  gen = Concatenate()({gen, li});
  gen = Conv2DTranspose(32, {4, 4}, {.strides = {2, 2}, .padding = "same"})(gen);
  gen = LeakyReLU(0.2)(gen);
  gen = Conv2DTranspose(16, {4, 4}, {.strides = {2, 2}, .padding = "same"})(gen);
  gen = LeakyReLU(0.2)(gen);
  return Model({in_lat, in_label}, Conv2D(1, {3, 3}, {.padding = "same", .activation = "tanh"})(gen));
}

Model define_gan(const Model& generator, Model discriminator) {
  discriminator.set_trainable(false);
  const KerasTensors inputs = generator.inputs();
  Model model({inputs[0], inputs[1]}, discriminator({generator.output(), inputs[1]}));
  model.compile(
      {.optimizer = optimizers::Adam({.learning_rate = 1e-3, .beta_1 = 0.5}), .loss = "binary_crossentropy"});
  return model;
}

struct Points {
  Tensor latent, labels;
};

Points generate_latent_points(int n) {
  Tensor latent = random::randn({latent_dim * n});
  latent.reshape({n, latent_dim});
  return {latent, random::randint(0, 10, {n})};
}

std::string train(Model generator, Model discriminator, Model gan) {
  const auto [pixels, numbers] = datasets::digits::load_data();
  const Tensor images = pixels / 8.0f - 1.0f, labels = numbers;
  const Tensor ones = xt::ones<float>({half_batch, 1}), zeros = xt::zeros<float>({half_batch, 1});
  std::string log;
  for (int i = 0; i < 20; ++i) {
    const xt::xarray<int> ix = random::randint(0, 1797, {half_batch});
    const Tensor real = xt::view(images, xt::keep(ix)), kinds = xt::view(labels, xt::keep(ix));
    const double d_loss1 = discriminator.train_on_batch({real, kinds}, ones)[0];
    const Points points = generate_latent_points(half_batch);
    const Tensor fake = generator.predict({points.latent, points.labels});
    const double d_loss2 = discriminator.train_on_batch({fake, points.labels}, zeros)[0];
    const Points more = generate_latent_points(batch);
    const double g_loss = gan.train_on_batch({more.latent, more.labels}, xt::ones<float>({batch, 1}))[0];
    char line[80];
    std::snprintf(line, sizeof line, ">%d, d1=%.3f, d2=%.3f, g=%.3f\n", i + 1, d_loss1, d_loss2, g_loss);
    log += line;
  }
  return log;
}

}  // namespace

TEST_CASE("A conditional GAN prints the losses that Keras prints") {
  utils::set_random_seed(1);
  const Model discriminator = define_discriminator(), generator = define_generator();
  const std::string log = train(generator, discriminator, define_gan(generator, discriminator));
  std::ifstream file(testing::golden_path("conditional_gan_tutorial.txt"));
  CHECK(log == std::string(std::istreambuf_iterator<char>(file), {}));
}
