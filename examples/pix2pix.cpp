// The networks of pix2pix, from an image of 256x256 pixels to another, as TensorFlow's tutorial builds them:
// a U-Net that goes down to one pixel and up again, and a discriminator that sees input and output and judges
// each patch of them. This program prints their tables and runs them; it does not train.
#include <chrono>
#include <cstdio>
#include <keratin/keratin.hpp>
#include <vector>

using namespace keratin;
using namespace keratin::layers;

const initializers::RandomNormal init({.stddev = 0.02});

/// Halves rows and columns.
Sequential down(int filters, bool normalized = true) {
  Sequential block;
  block.add(
      Conv2D(filters, 4, {.strides = 2, .padding = "same", .use_bias = false, .kernel_initializer = init}));
  if (normalized) block.add(BatchNormalization());
  block.add(LeakyReLU());
  return block;
}

/// Doubles rows and columns.
Sequential up(int filters, bool drops) {
  Sequential block;
  block.add(Conv2DTranspose(
      filters, 4, {.strides = 2, .padding = "same", .use_bias = false, .kernel_initializer = init}));
  block.add(BatchNormalization());
  if (drops) block.add(Dropout(0.5));
  block.add(ReLU());
  return block;
}

Model define_generator() {
  const Input image({256, 256, 3});
  KerasTensor x = down(64, false)(image);
  std::vector<KerasTensor> halves;  // 128x128 ... 2x2
  for (const int filters : {128, 256, 512, 512, 512, 512, 512}) {
    halves.push_back(x);
    x = down(filters)(x);
  }
  for (const int filters : {512, 512, 512, 512, 256, 128, 64}) {
    x = up(filters, halves.size() > 4)(x);
    x = Concatenate()({x, halves.back()});
    halves.pop_back();
  }
  x = Conv2DTranspose(3, 4,
                      {.strides = 2, .padding = "same", .activation = "tanh", .kernel_initializer = init})(x);
  return Model(image, x, {.name = "generator"});
}

Model define_discriminator() {
  const Input input({256, 256, 3}, {.name = "input_image"}), target({256, 256, 3}, {.name = "target_image"});
  KerasTensor x = Concatenate()({input, target});
  x = down(64, false)(x);
  x = down(128)(x);
  x = down(256)(x);
  x = ZeroPadding2D()(x);
  x = Conv2D(512, 4, {.use_bias = false, .kernel_initializer = init})(x);
  x = BatchNormalization()(x);
  x = LeakyReLU()(x);
  x = ZeroPadding2D()(x);
  return Model({input, target}, Conv2D(1, 4, {.kernel_initializer = init})(x), {.name = "discriminator"});
}

int main() {
  utils::set_random_seed(1);
  const Model generator = define_generator(), discriminator = define_discriminator();
  generator.summary();
  discriminator.summary();
  const Tensor image = random::uniform(-1.0, 1.0, {1, 256, 256, 3});
  Tensor drawn = generator.predict(image);  // this also packs the weights
  const auto start = std::chrono::steady_clock::now();
  drawn = generator.predict(image);
  const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
  std::printf("An image through the generator: %.0f ms. The discriminator judges it in patches: %s.\n",
              time.count(), to_string(shape_of(discriminator.predict({image, drawn}))).c_str());
}
