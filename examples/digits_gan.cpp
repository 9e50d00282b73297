// A GAN learns to write digits: 1,797 real ones of 8x8 pixels, a generator of transposed convolutions, a
// discriminator of strided ones. Images of what it writes go to the folder given as the argument, among
// them two that move (APNG): training.png, how it learns, and walk.png, a walk through its latent space; and
// generator.keras, for `keratin serve`. At the end a classifier that knows the real digits says how good the
// written ones are.
//
//   digits_gan [FOLDER] [--live]
//
// --live draws the digits on the terminal while it learns.
#include <array>
#include <cmath>
#include <cstdio>
#include <keratin/keratin.hpp>
#include <numbers>
#include <string>
#include <vector>

#include "digits.hpp"

using namespace keratin;
using namespace keratin::layers;

Sequential define_discriminator() {
  Sequential model({.name = "discriminator"});
  model.add(Conv2D(64, {3, 3}, {.strides = {2, 2}, .padding = "same", .input_shape = {8, 8, 1}}));
  model.add(LeakyReLU(0.2));
  model.add(Dropout(0.25));
  model.add(Conv2D(128, {3, 3}, {.strides = {2, 2}, .padding = "same"}));
  model.add(LeakyReLU(0.2));
  model.add(Dropout(0.25));
  model.add(Flatten());
  model.add(Dense(1, {.activation = "sigmoid"}));
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 2e-3, .beta_1 = 0.5}),
                 .loss = "binary_crossentropy",
                 .metrics = {"accuracy"}});
  return model;
}

Sequential define_generator(int latent_dim) {
  Sequential model({.name = "generator"});
  model.add(Dense(64 * 2 * 2, {.input_dim = latent_dim}));
  model.add(LeakyReLU(0.2));
  model.add(Reshape({2, 2, 64}));
  model.add(Conv2DTranspose(64, {4, 4}, {.strides = {2, 2}, .padding = "same"}));  // to 4x4
  model.add(LeakyReLU(0.2));
  model.add(Conv2DTranspose(32, {4, 4}, {.strides = {2, 2}, .padding = "same"}));  // to 8x8
  model.add(LeakyReLU(0.2));
  model.add(Conv2D(1, {3, 3}, {.padding = "same", .activation = "tanh"}));
  return model;
}

Sequential define_gan(Sequential generator, Sequential discriminator) {
  discriminator.set_trainable(false);  // within the GAN; it still learns in its own train_on_batch
  Sequential model;
  model.add(generator);
  model.add(discriminator);
  model.compile(
      {.optimizer = optimizers::Adam({.learning_rate = 1e-3, .beta_1 = 0.5}), .loss = "binary_crossentropy"});
  return model;
}

/// Images (n, rows, columns, 1) of images (rows, columns, 1).
Tensor stacked(const std::vector<Tensor>& images) {
  Tensor all = xt::zeros<float>({images.size(), images[0].shape(0), images[0].shape(1), std::size_t{1}});
  for (std::size_t i = 0; i < images.size(); ++i) xt::view(all, i) = images[i];
  return all;
}

/// 25 digits of whatever the generator makes of these points, side by side.
Tensor small_grid(const Sequential& generator, const Tensor& points) {
  const Tensor first = xt::view(points, xt::range(0, 25));
  return utils::image_grid(generator.predict(first),
                           {.columns = 5, .padding = 3, .pad_value = -1.0, .zoom = 4});
}

/// 25 points move in circles. cos(t) a + sin(t) b of two normal points
/// is a normal point for every t.
void save_walk(const Sequential& generator, int latent_dim, const std::string& folder) {
  const Tensor a = utils::generate_latent_points(latent_dim, 25),
               b = utils::generate_latent_points(latent_dim, 25);
  std::vector<Tensor> frames;
  const int n = 60;
  for (int i = 0; i < n; ++i) {
    const float t = 2.0f * std::numbers::pi_v<float> * static_cast<float>(i) / n;
    frames.push_back(small_grid(generator, std::cos(t) * a + std::sin(t) * b));
  }
  utils::save_animation(folder + "/walk.png", stacked(frames), {.delay = 0.1});
}

/// Draws 32 digits on the terminal, over those of the last time, and a line below them.
void draw_live(const Sequential& generator, const Tensor& points, bool first, const std::string& line) {
  const Tensor digits = generator.predict(xt::view(points, xt::range(0, 32)));
  utils::print_image(utils::image_grid(digits, {.columns = 8, .padding = 1, .pad_value = -1.0}),
                     {.redraw = !first});
  std::printf("%s\x1b[K\r", line.c_str());
  std::fflush(stdout);
}

void train(Sequential generator, Sequential discriminator, Sequential gan, const Tensor& dataset,
           int latent_dim, const std::string& folder, int n_epochs = 100, int n_batch = 64,
           bool live = false) {
  const int bat_per_epo = static_cast<int>(dataset.shape(0)) / n_batch, half_batch = n_batch / 2;
  const Tensor points = utils::generate_latent_points(latent_dim, 100);  // the same for every image
  const auto save_plot = [&](int epoch) {
    utils::save_img(
        folder + "/generated_" + std::to_string(epoch) + ".png",
        utils::image_grid(generator.predict(points), {.padding = 5, .pad_value = -1.0, .zoom = 5}));
  };
  save_plot(0);
  std::vector<Tensor> frames = {small_grid(generator, points)};
  for (int i = 0; i < n_epochs; ++i) {
    for (int j = 0; j < bat_per_epo; ++j) {
      const Data real = utils::generate_real_samples(dataset, half_batch);
      const Data fake = utils::generate_fake_samples(generator, latent_dim, half_batch);
      const double d_loss = discriminator.train_on_batch(xt::concatenate(xt::xtuple(real.x, fake.x)),
                                                         xt::concatenate(xt::xtuple(real.y, fake.y)))[0];
      const double g_loss = gan.train_on_batch(utils::generate_latent_points(latent_dim, n_batch),
                                               xt::ones<float>({n_batch, 1}))[0];
      char line[80];
      std::snprintf(line, sizeof line, ">%d, %d/%d, d=%.3f, g=%.3f", i + 1, j + 1, bat_per_epo, d_loss,
                    g_loss);
      if (live && j % 7 == 0) draw_live(generator, points, i == 0 && j == 0, line);
      if (!live && (j + 1 == bat_per_epo || i < 4)) std::printf("%s\n", line);
    }
    frames.push_back(small_grid(generator, points));
    if (i + 1 == 20 || i + 1 == 50 || i + 1 == n_epochs) save_plot(i + 1);
  }
  if (live) std::printf("\n");
  utils::save_animation(folder + "/training.png", stacked(frames), {.delay = 0.15});
}

void judge(const Sequential& classifier, const Sequential& generator, int latent_dim, int n = 1000) {
  const Tensor images = (generator.predict(utils::generate_latent_points(latent_dim, n)) + 1.0f) / 2.0f;
  const Tensor probabilities = classifier.predict(images);
  std::array<int, 10> count{};
  double confidence = 0.0;
  for (int i = 0; i < n; ++i) {
    int best = 0;
    for (int digit = 1; digit < 10; ++digit)
      best = probabilities(i, digit) > probabilities(i, best) ? digit : best;
    ++count[static_cast<std::size_t>(best)];
    confidence += probabilities(i, best);
  }
  int seen = 0;
  std::printf("It sees in %d generated digits:", n);
  for (int digit = 0; digit < 10; ++digit) {
    const double share = 100.0 * count[static_cast<std::size_t>(digit)] / n;
    std::printf("  %d: %.1f%%", digit, share);
    seen += share >= 3.0 ? 1 : 0;
  }
  std::printf("\n%d of 10 digits at 3%% or more each, at a mean confidence of %.3f.\n", seen, confidence / n);
}

int main(int argc, char** argv) {
  std::string folder = ".";
  bool live = false;
  for (const std::string& argument : std::vector<std::string>(argv + 1, argv + argc)) {
    if (argument == "--live") {
      live = true;
    } else {
      folder = argument;
    }
  }
  distribution::initialize();  // `mpirun -n 2 digits_gan` trains in two processes
  distribution::set_distribution(distribution::DataParallel());
  utils::set_random_seed(1);
  const int latent_dim = 32;
  const Tensor dataset = load_digits().x;
  utils::save_img(folder + "/real.png", utils::image_grid(xt::view(dataset, xt::range(0, 100)),
                                                          {.padding = 5, .pad_value = -1.0, .zoom = 5}));

  Sequential discriminator = define_discriminator(), generator = define_generator(latent_dim);
  Sequential gan = define_gan(generator, discriminator);
  generator.summary();
  gan.summary();
  train(generator, discriminator, gan, dataset, latent_dim, folder, 100, 64, live);
  judge(train_classifier(), generator, latent_dim);
  save_walk(generator, latent_dim, folder);
  generator.save(folder + "/generator.keras");
}
