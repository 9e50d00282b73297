// A variational autoencoder of MNIST's digits or, without a folder of MNIST's files, of the library's own,
// with two numbers between encoder and decoder. vae.png shows the decoder's output for a grid of points.
#include <cstdio>
#include <keratin/keratin.hpp>

#include "images.hpp"

using namespace keratin;
using namespace keratin::layers;

/// From mean and logarithm of the variance (batch, 2 · n) draws a point (batch, n). Its backward pass adds
/// the gradient of the Kullback-Leibler divergence from the normal distribution, times `weight`.
class Sampling : public Layer {
 public:
  explicit Sampling(float weight) : Layer("Sampling", LayerOptions{}), weight_(weight) {}

  Shape compute_output_shape(const Shape& input_shape) const override {
    return {input_shape[0], input_shape[1] / 2};
  }

  View forward(View x, Tape& tape) const override {
    const Shape shape = compute_output_shape(x.shape());
    const Buffer epsilon = tape.evaluate(random::randn(shape));
    tape.save(*this, {x, epsilon});
    return tape.evaluate(mean(x) + xt::exp(0.5f * log_var(x)) * epsilon.array());
  }

  View backward(View dy, Tape& tape) const override {
    const auto [x, epsilon] = tape.restore<2>(*this);
    const float scale = weight_ / static_cast<float>(dy.shape()[0]);
    const Tensor sigma = xt::exp(0.5f * log_var(x));
    const Tensor d_mean = dy.array() + scale * mean(x);
    const Tensor d_log_var = 0.5f * (dy.array() * epsilon.array() * sigma + scale * (sigma * sigma - 1.0f));
    return tape.evaluate(xt::concatenate(xt::xtuple(d_mean, d_log_var), 1));
  }

 private:
  static Tensor mean(View x) { return xt::view(x.array(), xt::all(), xt::range(0, x.shape()[1] / 2)); }
  static Tensor log_var(View x) {
    return xt::view(x.array(), xt::all(), xt::range(x.shape()[1] / 2, x.shape()[1]));
  }

  float weight_;
};

Sequential make_encoder(int latent_dim) {
  Sequential model({.name = "encoder"});
  model.add(Input({28, 28, 1}));
  model.add(Conv2D(32, 3, {.strides = 2, .padding = "same", .activation = "relu"}));
  model.add(Conv2D(64, 3, {.strides = 2, .padding = "same", .activation = "relu"}));
  model.add(Flatten());
  model.add(Dense(16, {.activation = "relu"}));
  model.add(Dense(2 * latent_dim, {.name = "z_mean_and_log_var"}));
  return model;
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

/// n x n images of the points from -scale to scale.
Tensor plot_latent_space(const Sequential& decoder, int n = 20, float scale = 2.0f) {
  Tensor points = empty_tensor({n * n, 2});
  for (int i = 0; i < n * n; ++i) {
    const int row = i / n, column = i % n;
    points(i, 0) = scale * (2.0f * static_cast<float>(column) / static_cast<float>(n - 1) - 1.0f);
    points(i, 1) = scale * (1.0f - 2.0f * static_cast<float>(row) / static_cast<float>(n - 1));
  }
  return utils::image_grid(decoder.predict(points), {.columns = n, .padding = 0});
}

int main(int argc, char** argv) {
  utils::set_random_seed(1);
  const int latent_dim = 2;
  const auto [train, test] = load_mnist(argc > 1 ? argv[1] : "");
  Sequential encoder = make_encoder(latent_dim), decoder = make_decoder(latent_dim);
  encoder.summary();
  decoder.summary();
  Sequential vae({.name = "vae"});
  vae.add(encoder);
  vae.add(Sampling(1.0f / (28 * 28)));  // the loss is a mean over pixels, not their sum
  vae.add(decoder);
  vae.compile({.optimizer = optimizers::Adam({.learning_rate = 0.003}), .loss = "binary_crossentropy"});
  vae.fit(train.x, train.x, {.batch_size = 32, .epochs = 30});

  std::printf("Reconstruction loss of the test digits, an image: %.1f\n",
              28 * 28 * vae.evaluate(test.x, test.x)["loss"]);
  utils::save_img("vae.png", plot_latent_space(decoder));
}
