// Super-resolution by sub-pixel convolution: the network learns to draw digits three times larger than its
// input: MNIST's or, without a folder of MNIST's files, the library's own, sharpened. espcn.png shows test
// digits small, enlarged without learning, enlarged by the network, and at full size.
#include <cstdio>
#include <keratin/keratin.hpp>

#include "images.hpp"
#include "labels.hpp"

using namespace keratin;
using namespace keratin::layers;

Sequential make_model(int rows, int columns, int upscale_factor = 3, int channels = 1) {
  Sequential model;
  const auto conv = [&](int filters, int size) {
    return Conv2D(filters, size,
                  {.padding = "same", .activation = "relu", .kernel_initializer = "orthogonal"});
  };
  model.add(Input({rows, columns, channels}));
  model.add(conv(64, 5));
  model.add(conv(64, 3));
  model.add(conv(32, 3));
  model.add(conv(channels * upscale_factor * upscale_factor, 3));
  model.add(DepthToSpace(upscale_factor));
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.001}), .loss = "mean_squared_error"});
  return model;
}

/// Images (n, 27, 27, 1) from 0 to 1.
Tensor sharp(const Tensor& x) { return applied(Cropping2D({{0, 1}, {0, 1}}), sharpened(x)); }

int main(int argc, char** argv) {
  utils::set_random_seed(1);
  const auto [train, test] = load_mnist(argc > 1 ? argv[1] : "");
  const Tensor y_train = sharp(train.x), y_test = sharp(test.x);
  const Tensor x_train = applied(AveragePooling2D(3), y_train), x_test = applied(AveragePooling2D(3), y_test);
  Sequential model = make_model(9, 9);
  model.summary();
  model.fit(x_train, y_train, {.batch_size = 8, .epochs = 10, .validation_data = Data{x_test, y_test}});

  const Tensor bilinear = applied(UpSampling2D({.size = 3, .interpolation = "bilinear"}), x_test);
  const Tensor enlarged = model.predict(x_test), small = applied(UpSampling2D(3), x_test);
  std::printf("PSNR of the test digits: %.1f dB bilinear, %.1f dB by the network\n", psnr(bilinear, y_test),
              psnr(enlarged, y_test));
  const Tensor grid =
      utils::image_grid(first_of({small, bilinear, enlarged, y_test}, 12), {.columns = 12, .zoom = 3});
  utils::save_img("espcn.png", labelled(grid, {}, {"input", "bilinear", "the network", "expected"}));
}
