// A network learns to double images, 4x4 digits to 8x8 or, with a folder of MNIST's files, 14x14 to 28x28.
// Then it doubles your own image: a convolution takes images of any size.
//
//   double_image [IMAGE.png or .jpg [FOLDER]]
//
// The result is double_image.png, the model double_image.keras. Without an image it doubles one that it draws
// itself, and double_image.png shows nearest and bilinear doubling beside it.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <keratin/keratin.hpp>

#include "images.hpp"
#include "labels.hpp"

using namespace keratin;
using namespace keratin::layers;

Sequential make_model() {
  Sequential model;
  model.add(Input({None, None, 1}));
  model.add(Conv2D(32, 3, {.padding = "same", .activation = "relu"}));
  model.add(Conv2D(32, 3, {.padding = "same", .activation = "relu"}));
  model.add(UpSampling2D());  // a Conv2DTranspose would draw checkerboards: checkerboard.cpp
  model.add(Conv2D(32, 3, {.padding = "same", .activation = "relu"}));
  model.add(Conv2D(1, 3, {.padding = "same"}));
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 2e-3}), .loss = "mse"});
  return model;
}

/// Images twice as large, without learning.
Tensor up_sampled(const Tensor& x, const char* interpolation) {
  Sequential model;
  model.add(UpSampling2D({.size = 2, .interpolation = interpolation}));
  return model.predict(x);
}

Tensor halved(const Tensor& x) {
  Sequential model;
  model.add(AveragePooling2D(2));
  return model.predict(x);
}

/// Images and their negatives, so that the network knows dark lines as well as bright ones.
Tensor both_ways(const Tensor& x) { return xt::concatenate(xt::xtuple(x, 1.0f - x)); }

/// The digits as they are, four fifths and one fifth of them in the order of a shuffle, or MNIST's.
datasets::Split load_digits(const std::string& folder) {
  if (!folder.empty()) return load_mnist(folder);
  const auto [images, labels] = datasets::digits::load_data();
  const xt::xarray<int> order = random::permutation(1797);
  const auto part = [&, &x = images, &y = labels](int begin, int end) -> datasets::Labelled {
    const xt::xarray<int> rows = xt::view(order, xt::range(begin, end));
    return {xt::view(x, xt::keep(rows)) / 16.0f, xt::view(y, xt::keep(rows))};
  };
  return {part(0, 1437), part(1437, 1797)};
}

/// Each epoch ends with some large digits without detail: from small ones only, it would not learn flat
/// areas.
void train_model(Sequential& model, const Tensor& y, int epochs) {
  const Tensor large = both_ways(xt::view(enlarged_digits(4).x, xt::range(0, 200)));
  for (int epoch = 0; epoch < epochs; ++epoch) {
    model.fit(halved(y), y, {.verbose = 2});
    model.fit(halved(large), large, {.verbose = 0});
  }
}

double error(const Tensor& y, const Tensor& expected) {
  return std::sqrt(xt::mean(xt::square(y - expected))());
}

/// What the model makes of images (n, rows, columns, 1) of any size, in strips of rows: memory for a few
/// rows is enough. Strips overlap by more rows than the model looks away from a pixel.
Tensor doubled(const Sequential& model, const Tensor& x, int strip = 64) {
  constexpr int margin = 6;
  const Shape shape = shape_of(x);
  Tensor y = empty_tensor({shape[0], 2 * shape[1], 2 * shape[2], 1});
  for (int top = 0; top < shape[1]; top += strip) {
    const int bottom = std::min(top + strip, shape[1]), first = std::max(top - margin, 0),
              last = std::min(bottom + margin, shape[1]);
    const Tensor made = model.predict(xt::view(x, xt::all(), xt::range(first, last)), {.batch_size = 1});
    xt::view(y, xt::all(), xt::range(2 * top, 2 * bottom)) =
        xt::view(made, xt::all(), xt::range(2 * (top - first), 2 * (bottom - first)));
  }
  return y;
}

/// Rings, a bar and a triangle, with soft edges: (1, 96, 96, 1) from 0 to 1.
Tensor drawn_image() {
  Tensor x = empty_tensor({1, 96, 96, 1});
  for (int row = 0; row < 96; ++row) {
    for (int column = 0; column < 96; ++column) {
      const auto u = static_cast<float>(column), v = static_cast<float>(row);
      const float r = std::hypot(u - 32.0f, v - 36.0f);
      const float rings = r < 28.0f ? 0.5f + 0.5f * std::sin(r * r / 40.0f) : 0.0f;
      const float bar = std::clamp(4.0f - std::abs(0.5f * (u - 70.0f) + 0.87f * (v - 30.0f)), 0.0f, 1.0f);
      const float triangle = std::clamp(
          std::min({v - 66.0f, 90.0f - v, 0.5f * (v - 60.0f) - std::abs(u - 60.0f) + 12.0f}), 0.0f, 1.0f);
      x(0, row, column, 0) = std::max({rings, u > 50.0f ? bar : 0.0f, triangle});
    }
  }
  return x;
}

/// An image (rows, columns, channels) from 0 to 1, one channel at a time.
Tensor doubled_colors(const Sequential& model, const Tensor& image) {
  const Tensor channels = utils::img_to_array(image, {.data_format = "channels_first"});
  const Tensor y = doubled(model, xt::expand_dims(channels, 3));
  const Tensor planes = xt::view(y, xt::all(), xt::all(), xt::all(), 0);
  return utils::array_to_img(255.0f * planes + 0.5f, {.data_format = "channels_first", .scale = false});
}

int main(int argc, char** argv) {
  utils::set_random_seed(1);
  const std::string path = argc > 1 ? argv[1] : "", folder = argc > 2 ? argv[2] : "";
  const auto [train, test] = load_digits(folder);
  Sequential model = make_model();
  model.summary();
  train_model(model, both_ways(train.x), folder.empty() ? 8 : 1);
  const Tensor small = halved(test.x);
  std::printf("Root mean squared error on held-out digits: nearest %.4f, bilinear %.4f, the network %.4f\n",
              error(up_sampled(small, "nearest"), test.x), error(up_sampled(small, "bilinear"), test.x),
              error(model.predict(small), test.x));
  model.save("double_image.keras");

  if (path.empty()) {
    const Tensor x = drawn_image();
    const Tensor all =
        xt::concatenate(xt::xtuple(up_sampled(x, "nearest"), up_sampled(x, "bilinear"), doubled(model, x)));
    const Tensor grid = utils::image_grid(xt::clip(all, 0.0f, 1.0f), {.columns = 3, .padding = 4, .zoom = 2});
    utils::save_img("double_image.png", labelled(grid, {"nearest", "bilinear", "the network"}));
  } else {
    utils::save_img("double_image.png", doubled_colors(model, utils::load_img(path) / 255.0f),
                    {.scale = false});
  }
}
