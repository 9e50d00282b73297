// A GAN that learns to draw CIFAR-10's images or, without a folder of CIFAR-10's binary files, colored
// digits. Its samples go to cifar_gan_01.png, cifar_gan_02.png …
#include <cstdio>
#include <keratin/keratin.hpp>

#include "images.hpp"

using namespace keratin;
using namespace keratin::layers;

Sequential define_discriminator() {
  Sequential model;
  model.add(Conv2D(64, {3, 3}, {.padding = "same", .input_shape = {32, 32, 3}}));
  model.add(LeakyReLU(0.2));
  model.add(Conv2D(128, {3, 3}, {.strides = {2, 2}, .padding = "same"}));
  model.add(LeakyReLU(0.2));
  model.add(Conv2D(128, {3, 3}, {.strides = {2, 2}, .padding = "same"}));
  model.add(LeakyReLU(0.2));
  model.add(Conv2D(256, {3, 3}, {.strides = {2, 2}, .padding = "same"}));
  model.add(LeakyReLU(0.2));
  model.add(Flatten());
  model.add(Dropout(0.4));
  model.add(Dense(1, {.activation = "sigmoid"}));
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.0006, .beta_1 = 0.5}),
                 .loss = "binary_crossentropy",
                 .metrics = {"accuracy"}});
  return model;
}

Sequential define_generator(int latent_dim) {
  Sequential model;
  model.add(Dense(256 * 4 * 4, {.input_dim = latent_dim}));
  model.add(LeakyReLU(0.2));
  model.add(Reshape({4, 4, 256}));
  model.add(Conv2DTranspose(128, {4, 4}, {.strides = {2, 2}, .padding = "same"}));  // to 8x8
  model.add(LeakyReLU(0.2));
  model.add(Conv2DTranspose(128, {4, 4}, {.strides = {2, 2}, .padding = "same"}));  // to 16x16
  model.add(LeakyReLU(0.2));
  model.add(Conv2DTranspose(128, {4, 4}, {.strides = {2, 2}, .padding = "same"}));  // to 32x32
  model.add(LeakyReLU(0.2));
  model.add(Conv2D(3, {3, 3}, {.padding = "same", .activation = "tanh"}));
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
           int latent_dim, int n_epochs = 4, int n_batch = 16) {
  const int bat_per_epo = static_cast<int>(dataset.shape(0)) / n_batch, half_batch = n_batch / 2;
  callbacks::GANMonitor monitor(generator, latent_dim,
                                {.filepath = "cifar_gan_{epoch:02d}.png", .grid = {.zoom = 2}});
  for (int i = 0; i < n_epochs; ++i) {
    double d_loss1 = 0.0, d_loss2 = 0.0, g_loss = 0.0;
    for (int j = 0; j < bat_per_epo; ++j) {
      const Data real = utils::generate_real_samples(dataset, half_batch);
      d_loss1 = discriminator.train_on_batch(real.x, real.y)[0];
      const Data fake = utils::generate_fake_samples(generator, latent_dim, half_batch);
      d_loss2 = discriminator.train_on_batch(fake.x, fake.y)[0];
      const Tensor x_gan = utils::generate_latent_points(latent_dim, n_batch);
      g_loss = gan.train_on_batch(x_gan, xt::ones<float>({n_batch, 1}))[0];
    }
    std::printf(">%d, %d batches, d1=%.3f, d2=%.3f g=%.3f\n", i + 1, bat_per_epo, d_loss1, d_loss2, g_loss);
    Logs logs({{"d_loss", (d_loss1 + d_loss2) / 2}, {"g_loss", g_loss}});
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
  const Tensor dataset = load_cifar10(argc > 1 ? argv[1] : "") * 2.0f - 1.0f;  // the range of tanh
  train(generator, discriminator, gan, dataset, latent_dim);
}
