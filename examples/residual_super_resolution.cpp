// Super-resolution by residual blocks, as in EDSR: each adds to its input what two convolutions make of it.
// The network learns to draw digits four times larger: MNIST's or, without a folder of MNIST's files, the
// library's own, sharpened. residual_super_resolution.png shows test digits small, enlarged without learning,
// enlarged by the network, and at full size.
#include <cstdio>
#include <keratin/keratin.hpp>

#include "images.hpp"
#include "labels.hpp"

using namespace keratin;
using namespace keratin::layers;

/// For images of any size. With these numbers of filters and blocks it is the network of Keras's tutorial.
Model make_model(int channels = 3, int filters = 64, int blocks = 16) {
  const auto conv = [](int n) { return Conv2D(n, 3, {.padding = "same"}); };
  const Input image({None, None, channels});
  const KerasTensor features = conv(filters)(image);
  KerasTensor x = features;
  for (int i = 0; i < blocks; ++i) {
    const KerasTensor residual = Conv2D(filters, 3, {.padding = "same", .activation = "relu"})(x);
    x = Add()({x, conv(filters)(residual)});
  }
  x = Add()({features, conv(filters)(x)});
  for (int i = 0; i < 2; ++i) x = DepthToSpace(2)(conv(4 * filters)(x));
  Model model(image, conv(channels)(x), {.name = "edsr"});
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.001}), .loss = "mean_absolute_error"});
  return model;
}

int main(int argc, char** argv) {
  utils::set_random_seed(1);
  const auto [train, test] = load_mnist(argc > 1 ? argv[1] : "");
  const Tensor y_train = sharpened(train.x), y_test = sharpened(test.x);
  const Tensor x_train = applied(AveragePooling2D(4), y_train), x_test = applied(AveragePooling2D(4), y_test);
  Model model = make_model(1, 32, 4);
  model.summary();
  model.fit(x_train, y_train, {.batch_size = 16, .epochs = 20, .validation_data = Data{x_test, y_test}});

  const Tensor bilinear = applied(UpSampling2D({.size = 4, .interpolation = "bilinear"}), x_test);
  const Tensor enlarged = xt::clip(model.predict(x_test), 0.0f, 1.0f),
               small = applied(UpSampling2D(4), x_test);
  std::printf("PSNR of the test digits: %.1f dB bilinear, %.1f dB by the network\n", psnr(bilinear, y_test),
              psnr(enlarged, y_test));
  const Tensor grid =
      utils::image_grid(first_of({small, bilinear, enlarged, y_test}, 12), {.columns = 12, .zoom = 3});
  utils::save_img("residual_super_resolution.png",
                  labelled(grid, {}, {"input", "bilinear", "the network", "expected"}));
}
