// How do 128 maps become one image? The tutorial's generator (Dense, Reshape, UpSampling2D, Conv2D) learns
// to draw digits, as the second half of an autoencoder. feature_maps.png shows, for one digit, its 128 maps
// after each stage: as Dense and Reshape make them, doubled, and filtered, each by its own 3x3 weights of
// Conv2D's kernel. Conv2D adds those up, with one bias: the large image on the right.
#include <algorithm>
#include <cstdio>
#include <keratin/keratin.hpp>

#include "labels.hpp"

using namespace keratin;
using namespace keratin::layers;

Sequential define_generator() {
  Sequential model;
  model.add(Dense(128 * 5 * 5, {.input_dim = 100}));
  model.add(Reshape({5, 5, 128}));
  model.add(UpSampling2D());
  model.add(Conv2D(1, {3, 3}, {.padding = "same"}));
  return model;
}

/// The digits with a margin: (1797, 10, 10, 1) from 0 to 1.
Tensor load_digits() {
  Sequential frame;
  frame.add(ZeroPadding2D({.padding = 1, .input_shape = {8, 8, 1}}));
  const auto [images, labels] = datasets::digits::load_data();
  return frame.predict(images / 16.0f);
}

/// What the generator's first `n` layers make of a point.
Tensor stage(const Sequential& generator, int n, const Tensor& point) {
  Sequential model;
  for (int i = 0; i < n; ++i) model.add(generator.layers()[static_cast<std::size_t>(i)]);
  return model.predict(point);
}

/// What each map (1, rows, columns, 128) adds to the image: the map filtered by its own part of the kernel.
Tensor shares(const Sequential& generator, const Tensor& maps) {
  Sequential model;
  model.add(DepthwiseConv2D({3, 3}, {.padding = "same", .use_bias = false}));
  model.build(shape_of(maps));
  model.set_weights({generator.get_weights()[2]});  // of the same shape, (3, 3, 128, 1)
  return model.predict(maps);
}

/// Maps (1, rows, columns, 128) as images (128, rows, columns, 1), each from black at its least value to
/// white.
Tensor as_images(const Tensor& maps) {
  const std::size_t rows = maps.shape(1), columns = maps.shape(2), count = maps.shape(3);
  Tensor images = Tensor::from_shape({count, rows, columns, 1});
  for (std::size_t i = 0; i < count; ++i) {
    const Tensor map = xt::view(maps, 0, xt::all(), xt::all(), i);
    const float least = xt::amin(map)(), range = std::max(xt::amax(map)() - least, 1e-6f);
    xt::view(images, i, xt::all(), xt::all(), 0) = (map - least) / range;
  }
  return images;
}

/// Images (rows, columns, 1) side by side on grey, in the middle of the height of the highest one.
Tensor side_by_side(const std::vector<Tensor>& images) {
  constexpr std::size_t gap = 12;
  std::size_t height = 0, width = 0;
  for (const Tensor& image : images) {
    height = std::max(height, image.shape(0));
    width += image.shape(1) + gap;
  }
  Tensor all = 0.3f * xt::ones<float>({height, width - gap, std::size_t{1}});
  std::size_t left = 0;
  for (const Tensor& image : images) {
    const std::size_t top = (height - image.shape(0)) / 2;
    xt::view(all, xt::range(top, top + image.shape(0)), xt::range(left, left + image.shape(1))) = image;
    left += image.shape(1) + gap;
  }
  return all;
}

void explain() {
  std::printf(
      "\nDense has a weight for each of 100 numbers in each of 128 * 5 * 5 = 3,200 results, and 3,200 "
      "biases:\n"
      "  100 * 3,200 + 3,200 = 323,200\n"
      "Conv2D(1, (3, 3)) has 3 * 3 weights for each of the 128 maps that it reads, and one bias:\n"
      "  3 * 3 * 128 * 1 + 1 = 1,153\n"
      "So one filter is 128 small kernels. Each filters its own map; the 128 results are added up, pixel by\n"
      "pixel, with the bias: that is how 128 maps become one.\n\n");
}

int main() {
  utils::set_random_seed(1);
  Sequential generator = define_generator(), autoencoder;
  generator.summary();
  explain();
  autoencoder.add(Flatten({.input_shape = {10, 10, 1}}));
  autoencoder.add(Dense(100, {.activation = "tanh"}));
  autoencoder.add(generator);
  autoencoder.compile({.optimizer = "adam", .loss = "mse"});
  const Tensor digits = load_digits();
  autoencoder.fit(digits, digits, {.epochs = 10, .verbose = 2});

  const Tensor digit = xt::view(digits, xt::range(4, 5));
  Sequential encoder;
  for (int i = 0; i < 2; ++i) encoder.add(autoencoder.layers()[static_cast<std::size_t>(i)]);
  const Tensor point = encoder.predict(digit);
  const Tensor maps = stage(generator, 2, point), doubled = stage(generator, 3, point);
  const Tensor parts = shares(generator, doubled), image = generator.predict(point);
  const Tensor sum = xt::sum(parts, {3}, xt::keep_dims) + generator.get_weights()[3](0);
  std::printf(
      "The 128 filtered maps and the bias, added up, differ from what Conv2D makes by %.1e at most.\n",
      static_cast<double>(xt::amax(xt::abs(sum - image))()));

  const auto grid = [](const Tensor& images, int zoom) {
    return utils::image_grid(as_images(images),
                             {.columns = 8, .padding = 3, .pad_value = 0.3f, .zoom = zoom});
  };
  const auto whole = [](const Tensor& one) { return utils::image_grid(one, {.zoom = 20}); };
  utils::save_img("feature_maps.png",
                  side_by_side({labelled(grid(maps, 3), {"128 feature maps"}),
                                labelled(grid(doubled, 3), {"the same after UpSampling2D"}),
                                labelled(grid(parts, 3), {"filtered by Conv2D"}),
                                labelled(whole(as_images(image)), {"their sum and bias"}),
                                labelled(whole(digit), {"the digit"})}));
}
