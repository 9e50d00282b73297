// The data of the examples: the files of a data set if a folder is given, otherwise the library's 1,797
// digits, enlarged.
#pragma once

#include <keratin/keratin.hpp>
#include <string>

/// The digits, `factor` times larger: x (1797, 8 · factor, 8 · factor, 1) from 0 to 1, y (1797).
inline keratin::datasets::Labelled enlarged_digits(int factor) {
  const auto [images, labels] = keratin::datasets::digits::load_data();
  keratin::Sequential enlarge;
  enlarge.add(
      keratin::layers::UpSampling2D({.size = factor, .interpolation = "bilinear", .input_shape = {8, 8, 1}}));
  return {enlarge.predict(images / 16.0f), labels};
}

/// MNIST's images to train with and to test with, or the digits with a margin, four fifths and one fifth of
/// them: x (n, 28, 28, 1) from 0 to 1, y (n).
inline keratin::datasets::Split load_mnist(const std::string& folder) {
  if (!folder.empty()) {
    auto [train, test] = keratin::datasets::mnist::load_data(folder);
    return {{xt::expand_dims(train.x / 255.0f, 3), train.y}, {xt::expand_dims(test.x / 255.0f, 3), test.y}};
  }
  const auto [images, labels] = enlarged_digits(3);
  keratin::Sequential frame;
  frame.add(keratin::layers::ZeroPadding2D({.padding = 2, .input_shape = {24, 24, 1}}));
  const keratin::Tensor x = frame.predict(images);
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
