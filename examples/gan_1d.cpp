// A GAN of one dimension: the generator learns to draw points (x, x * x), the discriminator to tell them from
// real ones.
#include <cstdio>
#include <keratin/keratin.hpp>

using namespace keratin;
using namespace keratin::layers;

Sequential define_discriminator() {
  Sequential model;
  model.add(Dense(25, {.activation = "relu", .kernel_initializer = "he_uniform", .input_dim = 2}));
  model.add(Dense(1, {.activation = "sigmoid"}));
  model.compile({.optimizer = "adam", .loss = "binary_crossentropy", .metrics = {"accuracy"}});
  return model;
}

Sequential define_generator(int latent_dim) {
  Sequential model;
  model.add(Dense(15, {.activation = "relu", .kernel_initializer = "he_uniform", .input_dim = latent_dim}));
  model.add(Dense(2, {.activation = "linear"}));
  return model;
}

Sequential define_gan(Sequential generator, Sequential discriminator) {
  discriminator.set_trainable(false);  // within the GAN; it still learns in its own train_on_batch
  Sequential model;
  model.add(generator);
  model.add(discriminator);
  model.compile({.optimizer = "adam", .loss = "binary_crossentropy"});
  return model;
}

Data generate_real_samples(int n) {
  Tensor x = random::rand({n, 1}) - 0.5f;
  return {xt::hstack(xt::xtuple(x, x * x)), xt::ones<float>({n, 1})};
}

void summarize_performance(int step, const Sequential& generator, const Sequential& discriminator,
                           int latent_dim, int n = 100) {
  const Data real = generate_real_samples(n), fake = utils::generate_fake_samples(generator, latent_dim, n);
  double distance = 0.0;
  for (int i = 0; i < n; ++i) distance += std::abs(fake.x(i, 0) * fake.x(i, 0) - fake.x(i, 1));
  std::printf(
      ">%d, taken for real: %.0f%% of the real points, %.0f%% of the generated ones; mean |y - x*x| %.3f\n",
      step, 100 * discriminator.evaluate(real.x, real.y)["accuracy"],
      100 - 100 * discriminator.evaluate(fake.x, fake.y)["accuracy"], distance / n);
}

void train(Sequential generator, Sequential discriminator, Sequential gan, int latent_dim,
           int n_steps = 10000, int n_batch = 128, int n_eval = 2000) {
  const int half_batch = n_batch / 2;
  const Tensor y_gan = xt::ones<float>({n_batch, 1});
  for (int step = 1; step <= n_steps; ++step) {
    const Data real = generate_real_samples(half_batch),
               fake = utils::generate_fake_samples(generator, latent_dim, half_batch);
    const double d_loss1 = discriminator.train_on_batch(real.x, real.y)[0];
    const double d_loss2 = discriminator.train_on_batch(fake.x, fake.y)[0];
    const double g_loss = gan.train_on_batch(utils::generate_latent_points(latent_dim, n_batch), y_gan)[0];
    if (step <= 100) std::printf(">%d, d1=%.3f, d2=%.3f, g=%.3f\n", step, d_loss1, d_loss2, g_loss);
    if (step % n_eval == 0) summarize_performance(step, generator, discriminator, latent_dim);
  }
}

int main() {
  utils::set_random_seed(1);
  const int latent_dim = 5;
  Sequential discriminator = define_discriminator(), generator = define_generator(latent_dim);
  discriminator.summary();
  generator.summary();
  Sequential gan = define_gan(generator, discriminator);
  gan.summary();
  train(generator, discriminator, gan, latent_dim);
}
