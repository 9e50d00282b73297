// A GAN that learns to draw MNIST's digits or, without a folder of MNIST's files, the library's own. Its
// samples go to mnist_gan_01.png, mnist_gan_02.png …
#include <cstdio>
#include <keratin/keratin.hpp>

#include "images.hpp"

using namespace keratin;
using namespace keratin::layers;

Sequential define_discriminator() {
  Sequential model;
  model.add(Conv2D(64, {3, 3}, {.strides = {2, 2}, .padding = "same", .input_shape = {28, 28, 1}}));
  model.add(LeakyReLU(0.2));
  model.add(Dropout(0.4));
  model.add(Conv2D(64, {3, 3}, {.strides = {2, 2}, .padding = "same"}));
  model.add(LeakyReLU(0.2));
  model.add(Dropout(0.4));
  model.add(Flatten());
  model.add(Dense(1, {.activation = "sigmoid"}));
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.0006, .beta_1 = 0.5}),
                 .loss = "binary_crossentropy",
                 .metrics = {"accuracy"}});
  return model;
}

Sequential define_generator(int latent_dim) {
  Sequential model;
  model.add(Dense(128 * 7 * 7, {.input_dim = latent_dim}));
  model.add(LeakyReLU(0.2));
  model.add(Reshape({7, 7, 128}));
  model.add(Conv2DTranspose(128, {4, 4}, {.strides = {2, 2}, .padding = "same"}));  // to 14x14
  model.add(LeakyReLU(0.2));
  model.add(Conv2DTranspose(128, {4, 4}, {.strides = {2, 2}, .padding = "same"}));  // to 28x28
  model.add(LeakyReLU(0.2));
  model.add(Conv2D(1, {7, 7}, {.padding = "same", .activation = "sigmoid"}));
  return model;
}

Sequential define_gan(Sequential generator, Sequential discriminator) {
  discriminator.set_trainable(false);
  Sequential model;
  model.add(generator);
  model.add(discriminator);
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.0006, .beta_1 = 0.5}),
                 .loss = "binary_crossentropy"});
  return model;
}

void summarize_performance(const Sequential& generator, const Sequential& discriminator,
                           const Tensor& dataset, int latent_dim, int n_samples = 100) {
  const Data real = utils::generate_real_samples(dataset, n_samples);
  const Data fake = utils::generate_fake_samples(generator, latent_dim, n_samples);
  std::printf(">Accuracy real: %.0f%%, fake: %.0f%%\n",
              100 * discriminator.evaluate(real.x, real.y)["accuracy"],
              100 * discriminator.evaluate(fake.x, fake.y)["accuracy"]);
}

void train(Sequential generator, Sequential discriminator, Sequential gan, const Tensor& dataset,
           int latent_dim, int n_epochs = 8, int n_batch = 16) {
  const int bat_per_epo = static_cast<int>(dataset.shape(0)) / n_batch, half_batch = n_batch / 2;
  callbacks::GANMonitor monitor(generator, latent_dim,
                                {.filepath = "mnist_gan_{epoch:02d}.png", .grid = {.zoom = 2}});
  for (int i = 0; i < n_epochs; ++i) {
    double d_loss = 0.0, g_loss = 0.0;
    for (int j = 0; j < bat_per_epo; ++j) {
      const Data real = utils::generate_real_samples(dataset, half_batch);
      const Data fake = utils::generate_fake_samples(generator, latent_dim, half_batch);
      d_loss = discriminator.train_on_batch(xt::concatenate(xt::xtuple(real.x, fake.x)),
                                            xt::concatenate(xt::xtuple(real.y, fake.y)))[0];
      const Tensor x_gan = utils::generate_latent_points(latent_dim, n_batch);
      g_loss = gan.train_on_batch(x_gan, xt::ones<float>({n_batch, 1}))[0];
    }
    std::printf(">%d, %d batches, d=%.3f, g=%.3f\n", i + 1, bat_per_epo, d_loss, g_loss);
    Logs logs({{"d_loss", d_loss}, {"g_loss", g_loss}});
    monitor.on_epoch_end(i, logs);
  }
  summarize_performance(generator, discriminator, dataset, latent_dim);
}

int main(int argc, char** argv) {
  utils::set_random_seed(1);
  const int latent_dim = 100;
  Sequential discriminator = define_discriminator(), generator = define_generator(latent_dim);
  Sequential gan = define_gan(generator, discriminator);
  discriminator.summary();
  generator.summary();
  gan.summary();
  train(generator, discriminator, gan, load_mnist(argc > 1 ? argv[1] : "").train.x, latent_dim);
}
