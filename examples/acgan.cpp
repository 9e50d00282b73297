// An auxiliary classifier GAN: its discriminator sees only the image, and says both whether it is real and
// which digit it is. It learns the library's 1,797 digits of 8x8 pixels; acgan.png shows a row of each digit.
#include <cstdio>
#include <keratin/keratin.hpp>

#include "digits.hpp"

using namespace keratin;
using namespace keratin::layers;

void compile(Model& model, double learning_rate) {
  model.compile({.optimizer = optimizers::Adam({.learning_rate = learning_rate, .beta_1 = 0.5}),
                 .losses = {"binary_crossentropy", "sparse_categorical_crossentropy"}});
}

Model define_discriminator() {
  const Input image({8, 8, 1});
  KerasTensor x = Conv2D(64, {3, 3}, {.strides = {2, 2}, .padding = "same"})(image);
  x = LeakyReLU(0.2)(x);
  x = Dropout(0.25)(x);
  x = Conv2D(128, {3, 3}, {.strides = {2, 2}, .padding = "same"})(x);
  x = LeakyReLU(0.2)(x);
  x = Dropout(0.25)(x);
  x = Flatten()(x);
  Model model(image,
              {Dense(1, {.activation = "sigmoid", .name = "real"})(x),
               Dense(10, {.activation = "softmax", .name = "kind"})(x)},
              {.name = "discriminator"});
  compile(model, 2e-3);
  return model;
}

Model define_generator(int latent_dim) {
  const Input point({latent_dim}), label({1});
  const KerasTensor digit = Flatten()(Embedding(10, 64 * 2 * 2)(label));
  KerasTensor x = Add()({Dense(64 * 2 * 2)(point), digit});
  x = LeakyReLU(0.2)(x);
  x = Reshape({2, 2, 64})(x);
  x = Conv2DTranspose(64, {4, 4}, {.strides = {2, 2}, .padding = "same"})(x);  // to 4x4
  x = LeakyReLU(0.2)(x);
  x = Conv2DTranspose(32, {4, 4}, {.strides = {2, 2}, .padding = "same"})(x);  // to 8x8
  x = LeakyReLU(0.2)(x);
  return Model({point, label}, Conv2D(1, {3, 3}, {.padding = "same", .activation = "tanh"})(x),
               {.name = "generator"});
}

Model define_gan(const Model& generator, Model discriminator) {
  discriminator.set_trainable(false);
  Model model(generator.inputs(), discriminator(generator.output()), {.name = "gan"});
  compile(model, 1e-3);
  return model;
}

void train(const Model& generator, Model discriminator, Model gan, int latent_dim, int n_epochs = 100,
           int n_batch = 64) {
  const auto [images, labels] = load_digits();
  const int bat_per_epo = static_cast<int>(labels.size()) / n_batch, half_batch = n_batch / 2;
  const Tensor real_or_fake =
      xt::concatenate(xt::xtuple(xt::ones<float>({half_batch, 1}), xt::zeros<float>({half_batch, 1})));
  for (int i = 0; i < n_epochs; ++i) {
    Logs d, g;
    for (int j = 0; j < bat_per_epo; ++j) {
      const xt::xarray<int> rows = random::randint(0, 1797, {half_batch});
      const Tensor kind = xt::view(labels, xt::keep(rows));
      const Tensor drawn = generator.predict({utils::generate_latent_points(latent_dim, half_batch), kind});
      d = discriminator.train_on_batch(xt::concatenate(xt::xtuple(xt::view(images, xt::keep(rows)), drawn)),
                                       {real_or_fake, xt::concatenate(xt::xtuple(kind, kind))});
      const Tensor asked = random::randint(0, 10, {n_batch});
      g = gan.train_on_batch({utils::generate_latent_points(latent_dim, n_batch), asked},
                             {xt::ones<float>({n_batch, 1}), asked});
    }
    std::printf(">%d, d=%.3f (real %.3f, kind %.3f), g=%.3f (real %.3f, kind %.3f)\n", i + 1, d[0], d[1],
                d[2], g[0], g[1], g[2]);
  }
}

int main() {
  utils::set_random_seed(1);
  const int latent_dim = 32;
  const Model discriminator = define_discriminator(), generator = define_generator(latent_dim);
  const Model gan = define_gan(generator, discriminator);
  discriminator.summary();
  generator.summary();
  gan.summary();
  train(generator, discriminator, gan, latent_dim);
  judge_asked(train_classifier(), generator, latent_dim);
  utils::save_img("acgan.png", rows_of_digits(generator, latent_dim, "0123456789"));
}
