// TensorFlow's DCGAN: BatchNormalization instead of biases, and a discriminator with logits. It learns
// MNIST's digits or, without a folder of MNIST's files, the library's own. Its samples after each epoch go to
// dcgan_01.png, dcgan_02.png …
#include <cstdio>
#include <keratin/keratin.hpp>

#include "images.hpp"

using namespace keratin;
using namespace keratin::layers;

const losses::BinaryCrossentropy cross_entropy({.from_logits = true});

Sequential make_generator_model() {
  Sequential model;
  model.add(Dense(7 * 7 * 256, {.use_bias = false, .input_shape = {100}}));
  model.add(BatchNormalization());
  model.add(LeakyReLU());
  model.add(Reshape({7, 7, 256}));
  model.add(Conv2DTranspose(128, {5, 5}, {.strides = {1, 1}, .padding = "same", .use_bias = false}));
  model.add(BatchNormalization());
  model.add(LeakyReLU());
  model.add(
      Conv2DTranspose(64, {5, 5}, {.strides = {2, 2}, .padding = "same", .use_bias = false}));  // to 14x14
  model.add(BatchNormalization());
  model.add(LeakyReLU());
  model.add(Conv2DTranspose(
      1, {5, 5},
      {.strides = {2, 2}, .padding = "same", .activation = "tanh", .use_bias = false}));  // to 28x28
  return model;
}

Sequential make_discriminator_model() {
  Sequential model;
  model.add(Conv2D(64, {5, 5}, {.strides = {2, 2}, .padding = "same", .input_shape = {28, 28, 1}}));
  model.add(LeakyReLU());
  model.add(Dropout(0.3));
  model.add(Conv2D(128, {5, 5}, {.strides = {2, 2}, .padding = "same"}));
  model.add(LeakyReLU());
  model.add(Dropout(0.3));
  model.add(Flatten());
  model.add(Dense(1));
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 2e-4}), .loss = cross_entropy});
  return model;
}

Sequential make_gan_model(Sequential generator, Sequential discriminator) {
  discriminator.set_trainable(false);
  Sequential model;
  model.add(generator);
  model.add(discriminator);
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 2e-4}), .loss = cross_entropy});
  return model;
}

void train(Sequential generator, Sequential discriminator, Sequential gan, const Tensor& dataset,
           int epochs = 6, int batch_size = 8) {
  const int steps = static_cast<int>(dataset.shape(0)) / batch_size, noise_dim = 100;
  callbacks::GANMonitor monitor(
      generator, noise_dim, {.filepath = "dcgan_{epoch:02d}.png", .grid = {.pad_value = -1.0f, .zoom = 2}});
  for (int epoch = 0; epoch < epochs; ++epoch) {
    double disc_loss = 0.0, gen_loss = 0.0;
    for (int step = 0; step < steps; ++step) {
      const Data real = utils::generate_real_samples(dataset, batch_size);
      const Tensor fake = generator(utils::generate_latent_points(noise_dim, batch_size), {.training = true});
      disc_loss = discriminator.train_on_batch(
          xt::concatenate(xt::xtuple(real.x, fake)),
          xt::concatenate(xt::xtuple(real.y, Tensor(xt::zeros<float>({batch_size, 1})))))[0];
      const Tensor noise = utils::generate_latent_points(noise_dim, batch_size);
      gen_loss = gan.train_on_batch(noise, xt::ones<float>({batch_size, 1}))[0];
    }
    std::printf("epoch %d: disc_loss %.3f, gen_loss %.3f\n", epoch + 1, disc_loss, gen_loss);
    Logs logs({{"disc_loss", disc_loss}, {"gen_loss", gen_loss}});
    monitor.on_epoch_end(epoch, logs);
  }
}

int main(int argc, char** argv) {
  utils::set_random_seed(1);
  Sequential generator = make_generator_model(), discriminator = make_discriminator_model();
  Sequential gan = make_gan_model(generator, discriminator);
  generator.summary();
  discriminator.summary();
  const Tensor dataset = load_mnist(argc > 1 ? argv[1] : "").train.x * 2.0f - 1.0f;  // the range of tanh
  train(generator, discriminator, gan, dataset);

  const Data real = utils::generate_real_samples(dataset, 100),
             fake = utils::generate_fake_samples(generator, 100, 100);
  std::printf("Mean logit of 100 real digits %.2f, of 100 generated ones %.2f\n",
              xt::mean(discriminator.predict(real.x))(), xt::mean(discriminator.predict(fake.x))());
}
