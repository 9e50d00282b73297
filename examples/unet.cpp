// A small U-Net that colors MNIST's digits or, without a folder of MNIST's files, the library's own: each in
// the color of its kind, which the network must see to choose it. What it saw at full size comes back by
// Concatenate where it draws. unet.png shows test digits, what the network makes of them, and what is right.
#include <cstdio>
#include <keratin/keratin.hpp>

#include "images.hpp"
#include "labels.hpp"

using namespace keratin;
using namespace keratin::layers;

KerasTensor two_convolutions(const KerasTensor& input, int filters) {
  const KerasTensor x = Conv2D(filters, 3, {.padding = "same", .activation = "relu"})(input);
  return Conv2D(filters, 3, {.padding = "same", .activation = "relu"})(x);
}

Model make_model() {
  const Input image({28, 28, 1});
  const KerasTensor at_28 = two_convolutions(image, 8);
  const KerasTensor at_14 = two_convolutions(MaxPooling2D()(at_28), 32);
  KerasTensor x = two_convolutions(MaxPooling2D()(at_14), 128);
  x = Conv2DTranspose(32, 2, {.strides = 2})(x);
  x = two_convolutions(Concatenate()({at_14, x}), 32);
  x = Conv2DTranspose(8, 2, {.strides = 2})(x);
  x = two_convolutions(Concatenate()({at_28, x}), 8);
  Model model(image, Conv2D(3, 1, {.activation = "sigmoid"})(x), {.name = "unet"});
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.002}), .loss = "binary_crossentropy"});
  return model;
}

/// The digits (n, 28, 28, 3), each in the color of its kind.
Tensor colored(const datasets::Labelled& digits) {
  const xt::xtensor<float, 2> colors = {{1, 1, 1}, {1, 0, 0}, {0, 1, 0},   {0, 0.4, 1},   {1, 1, 0},
                                        {1, 0, 1}, {0, 1, 1}, {1, 0.5, 0}, {0.6, 0.3, 1}, {0.6, 0.4, 0.2}};
  Tensor y = digits.x * xt::ones<float>({3});
  for (std::size_t i = 0; i < digits.y.size(); ++i) xt::view(y, i) *= xt::view(colors, digits.y(i));
  return y;
}

int main(int argc, char** argv) {
  utils::set_random_seed(1);
  const auto [train, test] = load_mnist(argc > 1 ? argv[1] : "");
  const Tensor y_train = colored(train), y_test = colored(test), gray = test.x * xt::ones<float>({3});
  Model unet = make_model();
  unet.summary();
  unet.fit(train.x, y_train, {.batch_size = 16, .epochs = 15, .validation_data = Data{test.x, y_test}});

  const Tensor predicted = unet.predict(test.x);
  std::printf("PSNR of the test digits: %.1f dB gray, %.1f dB by the network\n", psnr(gray, y_test),
              psnr(predicted, y_test));
  const Tensor grid = utils::image_grid(first_of({gray, predicted, y_test}, 12), {.columns = 12, .zoom = 2});
  utils::save_img("unet.png", labelled(grid, {}, {"gray", "the network", "expected"}));
}
