// A conditional GAN: generator and discriminator are told which digit it is, so that afterwards one chooses
// what is drawn. It learns the library's 1,797 digits of 8x8 pixels; conditional_gan.png shows a row of each
// digit, or of those that are asked for:
//
//   conditional_gan [DIGITS]
#include <cstdio>
#include <keratin/keratin.hpp>
#include <string>

#include "digits.hpp"

using namespace keratin;
using namespace keratin::layers;

/// A label as one more channel of an image.
KerasTensor channel(const KerasTensor& label, int rows, int columns) {
  KerasTensor x = Embedding(10, 50)(label);
  x = Dense(rows * columns)(x);
  return Reshape({rows, columns, 1})(x);
}

Model define_discriminator() {
  const Input image({8, 8, 1}), label({1});
  KerasTensor x = Concatenate()({image, channel(label, 8, 8)});
  x = Conv2D(64, {3, 3}, {.strides = {2, 2}, .padding = "same"})(x);
  x = LeakyReLU(0.2)(x);
  x = Dropout(0.25)(x);
  x = Conv2D(128, {3, 3}, {.strides = {2, 2}, .padding = "same"})(x);
  x = LeakyReLU(0.2)(x);
  x = Dropout(0.25)(x);
  x = Flatten()(x);
  Model model({image, label}, Dense(1, {.activation = "sigmoid"})(x), {.name = "discriminator"});
  model.compile(
      {.optimizer = optimizers::Adam({.learning_rate = 2e-3, .beta_1 = 0.5}), .loss = "binary_crossentropy"});
  return model;
}

Model define_generator(int latent_dim) {
  const Input point({latent_dim}), label({1});
  KerasTensor x = Dense(64 * 2 * 2)(point);
  x = LeakyReLU(0.2)(x);
  x = Reshape({2, 2, 64})(x);
  x = Concatenate()({x, channel(label, 2, 2)});
  x = Conv2DTranspose(64, {4, 4}, {.strides = {2, 2}, .padding = "same"})(x);  // to 4x4
  x = LeakyReLU(0.2)(x);
  x = Conv2DTranspose(32, {4, 4}, {.strides = {2, 2}, .padding = "same"})(x);  // to 8x8
  x = LeakyReLU(0.2)(x);
  return Model({point, label}, Conv2D(1, {3, 3}, {.padding = "same", .activation = "tanh"})(x),
               {.name = "generator"});
}

Model define_gan(const Model& generator, Model discriminator) {
  discriminator.set_trainable(false);  // within the GAN; it still learns in its own train_on_batch
  const KerasTensors inputs = generator.inputs();
  Model model(inputs, discriminator({generator.output(), inputs[1]}), {.name = "gan"});
  model.compile(
      {.optimizer = optimizers::Adam({.learning_rate = 1e-3, .beta_1 = 0.5}), .loss = "binary_crossentropy"});
  return model;
}

void train(const Model& generator, Model discriminator, Model gan, int latent_dim, int n_epochs = 100,
           int n_batch = 64) {
  const auto [images, labels] = load_digits();
  const int bat_per_epo = static_cast<int>(labels.size()) / n_batch, half_batch = n_batch / 2;
  const Tensor real_or_fake =
      xt::concatenate(xt::xtuple(xt::ones<float>({half_batch, 1}), xt::zeros<float>({half_batch, 1})));
  for (int i = 0; i < n_epochs; ++i) {
    for (int j = 0; j < bat_per_epo; ++j) {
      const xt::xarray<int> rows = random::randint(0, 1797, {half_batch});
      const Tensor real = xt::view(images, xt::keep(rows)), label = xt::view(labels, xt::keep(rows));
      const Tensor fake = generator.predict({utils::generate_latent_points(latent_dim, half_batch), label});
      const double d_loss = discriminator.train_on_batch(
          {xt::concatenate(xt::xtuple(real, fake)), xt::concatenate(xt::xtuple(label, label))},
          real_or_fake)[0];
      const double g_loss = gan.train_on_batch(
          {utils::generate_latent_points(latent_dim, n_batch), random::randint(0, 10, {n_batch})},
          xt::ones<float>({n_batch, 1}))[0];
      if (j + 1 == bat_per_epo || i < 4)
        std::printf(">%d, %d/%d, d=%.3f, g=%.3f\n", i + 1, j + 1, bat_per_epo, d_loss, g_loss);
    }
  }
}

int main(int argc, char** argv) {
  const std::string digits = argc > 1 ? argv[1] : "0123456789";
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) {
    std::fprintf(stderr, "Usage: conditional_gan [DIGITS], such as `conditional_gan 2026`\n");
    return 1;
  }
  utils::set_random_seed(1);
  const int latent_dim = 32;
  const Model discriminator = define_discriminator(), generator = define_generator(latent_dim);
  const Model gan = define_gan(generator, discriminator);
  discriminator.summary();
  generator.summary();
  gan.summary();
  train(generator, discriminator, gan, latent_dim);
  judge_asked(train_classifier(), generator, latent_dim);
  utils::save_img("conditional_gan.png", rows_of_digits(generator, latent_dim, digits));
}
