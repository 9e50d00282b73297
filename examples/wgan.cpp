// A Wasserstein GAN: a critic that scores images instead of classifying them, with clipped weights. It learns
// one digit of MNIST or, without a folder of MNIST's files, of the library's own. Its samples go to wgan.png.
#include <cstdio>
#include <keratin/keratin.hpp>
#include <vector>

#include "images.hpp"

using namespace keratin;
using namespace keratin::layers;

/// The mean of y_true · y_pred: real images are -1, generated ones 1.
class WassersteinLoss : public losses::Loss {
 public:
  std::string name() const override { return "wasserstein_loss"; }
  void call(View y_true, View y_pred, Buffer losses) const override {
    losses.array() = xt::mean(y_true.array() * y_pred.array(), {1});
  }
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override {
    const auto outputs = static_cast<float>(y_pred.shape()[1]);
    dy_pred.array() = y_true.array() * xt::expand_dims(dlosses.array(), 1) / outputs;
  }
};

initializers::RandomNormal init() { return initializers::RandomNormal({.stddev = 0.02}); }

Sequential define_critic() {
  const constraints::ClipConstraint clip(0.01);
  Sequential model;
  model.add(Conv2D(64, {4, 4},
                   {.strides = {2, 2},
                    .padding = "same",
                    .kernel_initializer = init(),
                    .kernel_constraint = clip,
                    .input_shape = {28, 28, 1}}));
  model.add(BatchNormalization());
  model.add(LeakyReLU(0.2));
  model.add(Conv2D(
      64, {4, 4},
      {.strides = {2, 2}, .padding = "same", .kernel_initializer = init(), .kernel_constraint = clip}));
  model.add(BatchNormalization());
  model.add(LeakyReLU(0.2));
  model.add(Flatten());
  model.add(Dense(1));
  model.compile({.optimizer = optimizers::RMSprop({.learning_rate = 0.00005}), .loss = WassersteinLoss()});
  return model;
}

Sequential define_generator(int latent_dim) {
  Sequential model;
  model.add(Dense(128 * 7 * 7, {.kernel_initializer = init(), .input_dim = latent_dim}));
  model.add(LeakyReLU(0.2));
  model.add(Reshape({7, 7, 128}));
  model.add(
      Conv2DTranspose(128, {4, 4}, {.strides = {2, 2}, .padding = "same", .kernel_initializer = init()}));
  model.add(BatchNormalization());
  model.add(LeakyReLU(0.2));
  model.add(
      Conv2DTranspose(128, {4, 4}, {.strides = {2, 2}, .padding = "same", .kernel_initializer = init()}));
  model.add(BatchNormalization());
  model.add(LeakyReLU(0.2));
  model.add(Conv2D(1, {7, 7}, {.padding = "same", .activation = "tanh", .kernel_initializer = init()}));
  return model;
}

Sequential define_gan(Sequential generator, Sequential critic) {
  critic.set_trainable(false);
  Sequential model;
  model.add(generator);
  model.add(critic);
  model.compile({.optimizer = optimizers::RMSprop({.learning_rate = 0.00005}), .loss = WassersteinLoss()});
  return model;
}

/// The sevens.
Tensor load_real_samples(const std::string& folder) {
  const auto [images, labels] = load_mnist(folder).train;
  std::vector<std::size_t> sevens;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels(i) == 7) sevens.push_back(i);
  }
  return xt::view(images, xt::keep(sevens)) * 2.0f - 1.0f;
}

void train(Sequential generator, Sequential critic, Sequential gan, const Tensor& dataset, int latent_dim,
           int n_steps = 150, int n_batch = 64, int n_critic = 5) {
  const int half_batch = n_batch / 2;
  for (int i = 0; i < n_steps; ++i) {
    double c_loss1 = 0.0, c_loss2 = 0.0;
    for (int j = 0; j < n_critic; ++j) {
      const Data real = utils::generate_real_samples(dataset, half_batch);
      c_loss1 += critic.train_on_batch(real.x, -real.y)[0] / n_critic;
      const Data fake = utils::generate_fake_samples(generator, latent_dim, half_batch);
      c_loss2 += critic.train_on_batch(fake.x, 1.0f - fake.y)[0] / n_critic;
    }
    const Tensor x_gan = utils::generate_latent_points(latent_dim, n_batch);
    const double g_loss = gan.train_on_batch(x_gan, -xt::ones<float>({n_batch, 1}))[0];
    if ((i + 1) % 25 == 0) std::printf(">%d, c1=%.3f, c2=%.3f g=%.3f\n", i + 1, c_loss1, c_loss2, g_loss);
  }
}

int main(int argc, char** argv) {
  utils::set_random_seed(1);
  const int latent_dim = 50;
  Sequential critic = define_critic(), generator = define_generator(latent_dim);
  Sequential gan = define_gan(generator, critic);
  critic.summary();
  generator.summary();
  const Tensor dataset = load_real_samples(argc > 1 ? argv[1] : "");
  train(generator, critic, gan, dataset, latent_dim);

  const Tensor fake = utils::generate_fake_samples(generator, latent_dim, 100).x;
  std::printf("Distance that the critic sees between real and generated images: %.3f\n",
              xt::mean(critic.predict(dataset))() - xt::mean(critic.predict(fake))());
  utils::save_img("wgan.png", utils::image_grid(fake, {.pad_value = -1.0f, .zoom = 2}));
}
