// Why do transposed convolutions draw checkerboards, and does UpSampling2D with Conv2D avoid them? Three
// decoders learn to double images of digits. For each, checkerboard.png has a row: how many products meet
// in each pixel, then flat grey and two digits as the decoder doubles them before training, after 1 epoch
// and after 10 epochs; beside each digit is the expected image.
#include <algorithm>
#include <array>
#include <cstdio>
#include <keratin/keratin.hpp>
#include <utility>
#include <vector>

#include "images.hpp"
#include "labels.hpp"

using namespace keratin;
using namespace keratin::layers;

enum class Doubling { transpose_3x3, transpose_4x4, up_sampling };

const std::vector<std::pair<Doubling, const char*>> doublings = {
    {Doubling::transpose_3x3, "Conv2DTranspose 3x3, strides 2"},
    {Doubling::transpose_4x4, "Conv2DTranspose 4x4, strides 2"},
    {Doubling::up_sampling, "UpSampling2D, Conv2D 3x3"}};

void add_doubling(Sequential& model, Doubling doubling, const char* kernel) {
  if (doubling == Doubling::up_sampling) {
    model.add(UpSampling2D());
    model.add(Conv2D(1, 3, {.padding = "same", .kernel_initializer = kernel}));
  } else {
    const int size = doubling == Doubling::transpose_3x3 ? 3 : 4;
    model.add(Conv2DTranspose(1, size, {.strides = 2, .padding = "same", .kernel_initializer = kernel}));
  }
}

Sequential make_decoder(Doubling doubling) {
  Sequential model;
  model.add(Input({None, None, 1}));
  model.add(Conv2D(16, 3, {.padding = "same", .activation = "relu"}));
  add_doubling(model, doubling, "glorot_uniform");
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 2e-3}), .loss = "mse"});
  return model;
}

/// How many products of a pixel and a weight each pixel of the doubled image is the sum of: what the layer
/// makes of ones with a kernel of ones.
Tensor overlaps(Doubling doubling, int size) {
  Sequential model;
  model.add(Input({size, size, 1}));
  add_doubling(model, doubling, "ones");
  return model.predict(xt::ones<float>({1, size, size, 1}));
}

/// How much of images' energy (n, rows, columns, 1), less four pixels at each edge, is at the highest
/// frequencies, in percent: what changes its sign from each row to the next, from each column, or both.
double strength(const Tensor& images) {
  const Tensor inner = xt::view(images, xt::all(), xt::range(4, -4), xt::range(4, -4), 0);
  double alternating = 0.0, whole = 0.0;
  for (std::size_t image = 0; image < inner.shape(0); ++image) {
    std::array<double, 3> sums{};
    for (std::size_t y = 0; y < inner.shape(1); ++y) {
      for (std::size_t x = 0; x < inner.shape(2); ++x) {
        const double value = inner(image, y, x), row = y % 2 == 0 ? 1 : -1, column = x % 2 == 0 ? 1 : -1;
        sums[0] += value * row;
        sums[1] += value * column;
        sums[2] += value * row * column;
        whole += value * value;
      }
    }
    for (double sum : sums) alternating += sum * sum / static_cast<double>(inner.shape(1) * inner.shape(2));
  }
  return 100.0 * alternating / whole;
}

/// Around its middle as grey; what differs by a tenth or less stays faint.
Tensor stretched(const Tensor& x) {
  const float least = xt::amin(x)(), greatest = xt::amax(x)();
  return 0.5f + (x - (least + greatest) / 2.0f) / std::max(greatest - least, 0.2f);
}

Tensor stacked(const std::vector<Tensor>& images) {
  Shape shape = shape_of(images.front());
  shape[0] = static_cast<int>(images.size());
  Tensor all = empty_tensor(shape);
  float* target = all.data();
  for (const Tensor& image : images) target = std::copy(image.begin(), image.end(), target);
  return all;
}

Tensor nth(const Tensor& x, int n) { return xt::view(x, xt::range(n, n + 1)); }

/// The strength that 50 decoders' images have before they learn.
double untrained_strength(Doubling doubling, const Tensor& flat) {
  constexpr int decoders = 50;
  std::vector<Tensor> made;
  made.reserve(decoders);
  for (int i = 0; i < decoders; ++i) made.push_back(make_decoder(doubling).predict(flat));
  return strength(stacked(made));
}

/// The images of a row: how many products meet, then of each stage of learning those of each input, then
/// what is expected of the digits.
std::vector<Tensor> learn(Doubling doubling, const Data& data, const Tensor& flat) {
  constexpr int n_train = 1500;
  const Tensor counts = overlaps(doubling, 8);
  std::vector<Tensor> row = {counts / xt::amax(counts)()};
  std::array<std::vector<Tensor>, 3> made;
  Sequential decoder = make_decoder(doubling);
  std::printf("Alternating energy: %.2f%% with a kernel of ones, %.2f%% untrained",
              strength(overlaps(doubling, 16)), untrained_strength(doubling, flat));
  for (const int epochs : {0, 1, 9}) {
    decoder.fit(xt::view(data.x, xt::range(0, n_train)), xt::view(data.y, xt::range(0, n_train)),
                {.epochs = epochs, .verbose = 0});
    const Tensor grey = decoder.predict(flat);
    if (epochs > 0) std::printf(", %.4f%% after %d", strength(grey), epochs == 1 ? 1 : 10);
    made[0].push_back(stretched(xt::view(grey, xt::all(), xt::range(8, 24), xt::range(8, 24))));
    for (int i = 0; i < 2; ++i)
      made[static_cast<std::size_t>(i) + 1].push_back(stretched(decoder.predict(nth(data.x, n_train + i))));
  }
  std::printf(" epochs\n\n");
  for (int i = 0; i < 2; ++i) made[static_cast<std::size_t>(i) + 1].push_back(nth(data.y, n_train + i));
  for (const auto& images : made) row.insert(row.end(), images.begin(), images.end());
  return row;
}

int main() {
  utils::set_random_seed(1);
  const Tensor digits = enlarged_digits(2).x;  // 16x16
  Sequential halve;
  halve.add(AveragePooling2D(2, {.input_shape = {16, 16, 1}}));
  const Data data = {halve.predict(digits), digits};
  std::vector<Tensor> images;
  for (const auto& [doubling, name] : doublings) {
    std::printf("%s: products that meet in each pixel of a doubled 4x4 image\n", name);
    Tensor few = overlaps(doubling, 4);
    print(xt::cast<int>(few.reshape({8, 8})));
    for (const Tensor& image : learn(doubling, data, 0.5f * xt::ones<float>({1, 16, 16, 1})))
      images.push_back(image);
  }
  const Tensor grid =
      utils::image_grid(stacked(images), {.columns = 12, .padding = 6, .pad_value = 0.3f, .zoom = 5});
  utils::save_img(
      "checkerboard.png",
      labelled(grid,
               {"products\nper pixel", "grey\nuntrained", "grey\n1 epoch", "grey\n10 epochs",
                "digit\nuntrained", "digit\n1 epoch", "digit\n10 epochs", "digit\nexpected",
                "digit\nuntrained", "digit\n1 epoch", "digit\n10 epochs", "digit\nexpected"},
               {"Conv2D\nTranspose\n3x3", "Conv2D\nTranspose\n4x4", "UpSampling\n2D, then\nConv2D 3x3"}));
}
