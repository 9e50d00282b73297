// An autoencoder that removes noise from MNIST's digits or, without a folder of MNIST's files, from the
// library's own. denoising_autoencoder.png shows noisy test digits and, below each, the result.
#include <cstdio>
#include <keratin/keratin.hpp>

#include "images.hpp"
#include "labels.hpp"

using namespace keratin;
using namespace keratin::layers;

Sequential make_model() {
  Sequential model;
  model.add(Input({28, 28, 1}));
  model.add(Conv2D(32, {3, 3}, {.padding = "same", .activation = "relu"}));
  model.add(MaxPooling2D({.pool_size = {2, 2}, .padding = "same"}));
  model.add(Conv2D(32, {3, 3}, {.padding = "same", .activation = "relu"}));
  model.add(MaxPooling2D({.pool_size = {2, 2}, .padding = "same"}));
  model.add(Conv2DTranspose(32, {3, 3}, {.strides = 2, .padding = "same", .activation = "relu"}));
  model.add(Conv2DTranspose(32, {3, 3}, {.strides = 2, .padding = "same", .activation = "relu"}));
  model.add(Conv2D(1, {3, 3}, {.padding = "same", .activation = "sigmoid"}));
  model.compile({.optimizer = "adam", .loss = "binary_crossentropy"});
  return model;
}

Tensor noise(const Tensor& x, double noise_factor = 0.4) {
  return xt::clip(x + random::normal(0.0, noise_factor, shape_of(x)), 0.0f, 1.0f);
}

int main(int argc, char** argv) {
  utils::set_random_seed(1);
  const auto [train, test] = load_mnist(argc > 1 ? argv[1] : "");
  const Tensor noisy_train = noise(train.x), noisy_test = noise(test.x);
  Sequential autoencoder = make_model();
  autoencoder.summary();
  autoencoder.fit(noisy_train, train.x,
                  {.batch_size = 64, .epochs = 15, .validation_data = Data{noisy_test, test.x}});

  const Tensor denoised = autoencoder.predict(noisy_test);
  std::printf("Mean squared distance from the clean test digits: %.4f before, %.4f after\n",
              xt::mean(xt::square(noisy_test - test.x))(), xt::mean(xt::square(denoised - test.x))());
  const Tensor grid = utils::image_grid(first_of({noisy_test, denoised}, 12), {.columns = 12, .zoom = 2});
  utils::save_img("denoising_autoencoder.png", labelled(grid, {}, {"noisy", "denoised"}));
}
