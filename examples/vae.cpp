// A variational autoencoder of MNIST's digits or, without a folder of MNIST's files, of the library's own,
// with two numbers between encoder and decoder. vae.png walks over the plane of these numbers: what the
// decoder makes of a grid of points.
#include <cstdio>
#include <keratin/keratin.hpp>
#include <span>
#include <string>
#include <vector>

#include "images.hpp"
#include "labels.hpp"

using namespace keratin;
using namespace keratin::layers;

/// The Kullback-Leibler divergence from the normal distribution, a mean over the samples, of means (batch, n)
/// and logarithms of variances (batch, n).
double divergence(View mean, View log_var) {
  const Tensor parts = 0.5f * (xt::square(mean.array()) + xt::exp(log_var.array()) - 1.0f - log_var.array());
  return xt::sum<double>(parts)() / mean.shape()[0];
}

/// From means (batch, n) and logarithms of variances (batch, n) draws points (batch, n). Adds the divergence,
/// times `weight`, to the loss.
class Sampling : public MergingLayer {
 public:
  explicit Sampling(float weight) : MergingLayer("Sampling", LayerOptions{}), weight_(weight) {}

  Shape merged_shape(std::span<const Shape> inputs) const override { return inputs[0]; }

  View merge(std::span<const View> x, Tape& tape) const override {
    const View mean = x[0], log_var = x[1];
    const Buffer epsilon = tape.evaluate(random::randn(mean.shape()));
    tape.save(*this, {mean, log_var, epsilon});
    tape.add_loss(weight_ * divergence(mean, log_var));
    return tape.evaluate(mean.array() + xt::exp(0.5f * log_var.array()) * epsilon.array());
  }

  void merge_backward(View dy, std::span<View> dx, Tape& tape) const override {
    const auto [mean, log_var, epsilon] = tape.restore<3>(*this);
    const float scale = weight_ / static_cast<float>(dy.shape()[0]);
    const Tensor sigma = xt::exp(0.5f * log_var.array());
    dx[0] = tape.evaluate(dy.array() + scale * mean.array());
    dx[1] = tape.evaluate(0.5f * (dy.array() * epsilon.array() * sigma + scale * (sigma * sigma - 1.0f)));
  }

 private:
  float weight_;
};

/// Gives the mean, the logarithm of the variance, and a point drawn from them.
Model make_encoder(int latent_dim) {
  const Input image({28, 28, 1});
  KerasTensor x = Conv2D(32, 3, {.strides = 2, .padding = "same", .activation = "relu"})(image);
  x = Conv2D(64, 3, {.strides = 2, .padding = "same", .activation = "relu"})(x);
  x = Flatten()(x);
  x = Dense(16, {.activation = "relu"})(x);
  const KerasTensor mean = Dense(latent_dim, {.name = "z_mean"})(x);
  const KerasTensor log_var = Dense(latent_dim, {.name = "z_log_var"})(x);
  const auto sampling = share(Sampling(1.0f / (28 * 28)));  // the other loss is a mean over pixels
  return Model(image, {mean, log_var, sampling({mean, log_var})}, {.name = "encoder"});
}

Sequential make_decoder(int latent_dim) {
  Sequential model({.name = "decoder"});
  model.add(Input({latent_dim}));
  model.add(Dense(7 * 7 * 64, {.activation = "relu"}));
  model.add(Reshape({7, 7, 64}));
  model.add(Conv2DTranspose(64, 3, {.strides = 2, .padding = "same", .activation = "relu"}));
  model.add(Conv2DTranspose(32, 3, {.strides = 2, .padding = "same", .activation = "relu"}));
  model.add(Conv2DTranspose(1, 3, {.padding = "same", .activation = "sigmoid"}));
  return model;
}

/// n x n images of the points from -scale to scale; n is even.
Tensor plot_latent_space(const Sequential& decoder, int n = 20, float scale = 2.0f) {
  Tensor points = empty_tensor({n * n, 2});
  std::vector<std::string> across, down;
  const auto place = [&](int i) {
    return scale * (2.0f * static_cast<float>(i) / static_cast<float>(n - 1) - 1.0f);
  };
  for (int i = 0; i < n * n; ++i) {
    points(i, 0) = place(i % n);
    points(i, 1) = -place(i / n);
  }
  for (int i = 0; i < n; i += 2) {  // a label is wider than an image
    char number[2][8];
    std::snprintf(number[0], sizeof number[0], "%.1f", place(i));
    std::snprintf(number[1], sizeof number[1], "%.1f", -place(i));
    across.emplace_back(number[0]);
    down.emplace_back(number[1]);
  }
  return labelled(utils::image_grid(decoder.predict(points), {.columns = n, .padding = 0}), across, down);
}

int main(int argc, char** argv) {
  utils::set_random_seed(1);
  const int latent_dim = 2;
  const auto [train, test] = load_mnist(argc > 1 ? argv[1] : "");
  const Tensor x_train = sharpened(train.x), x_test = sharpened(test.x);
  const Model encoder = make_encoder(latent_dim);
  const Sequential decoder = make_decoder(latent_dim);
  encoder.summary();
  decoder.summary();
  Model vae(encoder.inputs(), decoder(encoder.outputs()[2]), {.name = "vae"});
  vae.compile({.optimizer = optimizers::Adam({.learning_rate = 0.003}), .loss = "binary_crossentropy"});
  vae.fit(x_train, x_train, {.batch_size = 32, .epochs = 30});

  const std::vector<Tensor> codes = encoder.predict_all(x_test);
  std::printf("Loss of the test digits, an image: %.1f, of which %.1f is the divergence\n",
              28 * 28 * vae.evaluate(x_test, x_test)["loss"], divergence(View(codes[0]), View(codes[1])));
  utils::save_img("vae.png", plot_latent_space(decoder));
}
