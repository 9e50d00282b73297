// The data of the examples: the files of a data set if a folder is given, otherwise the library's 1,797
// digits, enlarged. And what the examples do with images.
#pragma once

#include <cmath>
#include <keratin/keratin.hpp>
#include <string>
#include <utility>
#include <vector>

/// What one layer makes of images (n, rows, columns, channels).
template <class L>
keratin::Tensor applied(L layer, const keratin::Tensor& x) {
  keratin::Sequential model;
  model.add(std::move(layer));
  return model.predict(x);
}

/// The digits, `factor` times larger: x (1797, 8 · factor, 8 · factor, 1) from 0 to 1, y (1797).
inline keratin::datasets::Labelled enlarged_digits(int factor) {
  const auto [images, labels] = keratin::datasets::digits::load_data();
  return {
      applied(keratin::layers::UpSampling2D({.size = factor, .interpolation = "bilinear"}), images / 16.0f),
      labels};
}

/// MNIST's images to train with and to test with, or the digits with a margin, four fifths and one fifth of
/// them: x (n, 28, 28, 1) from 0 to 1, y (n).
inline keratin::datasets::Split load_mnist(const std::string& folder) {
  if (!folder.empty()) {
    auto [train, test] = keratin::datasets::mnist::load_data(folder);
    return {{xt::expand_dims(train.x / 255.0f, 3), train.y}, {xt::expand_dims(test.x / 255.0f, 3), test.y}};
  }
  const auto [images, labels] = enlarged_digits(3);
  const keratin::Tensor x = applied(keratin::layers::ZeroPadding2D(2), images);
  const xt::xarray<int> order = keratin::random::permutation(1797);
  const auto part = [&, &y = labels](int begin, int end) -> keratin::datasets::Labelled {
    const xt::xarray<int> rows = xt::view(order, xt::range(begin, end));
    return {xt::view(x, xt::keep(rows)), xt::view(y, xt::keep(rows))};
  };
  return {part(0, 1437), part(1437, 1797)};
}

/// CIFAR-10's images, or the digits, each in its own color: (n, 32, 32, 3) from 0 to 1.
inline keratin::Tensor load_cifar10(const std::string& folder) {
  if (!folder.empty()) return keratin::datasets::cifar10::load_data(folder).train.x / 255.0f;
  return enlarged_digits(4).x * keratin::random::uniform(0.2, 1.0, {1797, 1, 1, 3});
}

/// Images from 0 to 1 with steeper edges.
inline keratin::Tensor sharpened(const keratin::Tensor& x) { return xt::clip(4.0f * x - 1.5f, 0.0f, 1.0f); }

/// The peak signal-to-noise ratio of images from 0 to 1, in decibels.
inline double psnr(const keratin::Tensor& y, const keratin::Tensor& expected) {
  return -10.0 * std::log10(xt::mean(xt::square(y - expected))());
}

/// The first n images of each of these arrays, one after the other: the rows of a grid.
inline keratin::Tensor first_of(const std::vector<keratin::Tensor>& arrays, int n) {
  keratin::Shape shape = keratin::shape_of(arrays[0]);
  shape[0] = n * static_cast<int>(arrays.size());
  keratin::Tensor all = keratin::empty_tensor(shape);
  int row = 0;
  for (const keratin::Tensor& images : arrays) {
    xt::view(all, xt::range(row, row + n)) = xt::view(images, xt::range(0, n));
    row += n;
  }
  return all;
}
