// What the GANs of the library's digits share.
#pragma once

#include <cstdio>
#include <keratin/keratin.hpp>
#include <string>
#include <vector>

#include "labels.hpp"

/// The digits as a generator that ends with tanh draws them: x (1797, 8, 8, 1) from -1 to 1, y (1797).
inline keratin::datasets::Labelled load_digits() {
  const auto [images, labels] = keratin::datasets::digits::load_data();
  return {images / 8.0f - 1.0f, labels};
}

/// A classifier of real digits from 0 to 1, to judge generated ones. Its test digits are a random fifth: the
/// last ones in the data are harder.
inline keratin::Sequential train_classifier() {
  using namespace keratin;
  using namespace keratin::layers;
  const auto [images, labels] = datasets::digits::load_data();
  const xt::xarray<int> order = random::permutation(1797);
  const Tensor x = xt::view(images / 16.0f, xt::keep(order)), y = xt::view(labels, xt::keep(order));
  Sequential model;
  model.add(Conv2D(32, {3, 3}, {.padding = "same", .activation = "relu", .input_shape = {8, 8, 1}}));
  model.add(MaxPooling2D());
  model.add(Conv2D(64, {3, 3}, {.padding = "same", .activation = "relu"}));
  model.add(MaxPooling2D());
  model.add(Flatten());
  model.add(Dropout(0.25));
  model.add(Dense(10, {.activation = "softmax"}));
  model.compile({.optimizer = "adam", .loss = "sparse_categorical_crossentropy", .metrics = {"accuracy"}});
  const int n_train = 1437;
  model.fit(xt::view(x, xt::range(0, n_train)), xt::view(y, xt::range(0, n_train)),
            {.epochs = 30, .verbose = 0});
  const Logs test =
      model.evaluate(xt::view(x, xt::range(n_train, 1797)), xt::view(y, xt::range(n_train, 1797)));
  std::printf("The judge: a classifier trained on 1,437 real digits, right on %.1f%% of 360 others.\n",
              100 * test["accuracy"]);
  return model;
}

/// Says how often a classifier sees the digit that a generator of points and digits was asked for.
inline void judge_asked(const keratin::Model& classifier, const keratin::Model& generator, int latent_dim,
                        int n = 1000) {
  const keratin::Tensor digits = keratin::random::randint(0, 10, {n});
  const keratin::Tensor images =
      generator.predict({keratin::utils::generate_latent_points(latent_dim, n), digits});
  std::printf("It sees the digit that was asked for in %.1f%% of %d generated ones.\n",
              100 * classifier.evaluate((images + 1.0f) / 2.0f, digits)["accuracy"], n);
}

/// Ten images that a generator of points and digits makes of each of these digits: a row for each.
inline keratin::Tensor rows_of_digits(const keratin::Model& generator, int latent_dim,
                                      const std::string& digits) {
  const int n = 10 * static_cast<int>(digits.size());
  keratin::Tensor asked = keratin::empty_tensor({n});
  std::vector<std::string> labels;
  for (const char digit : digits) {
    xt::view(asked, xt::range(10 * labels.size(), 10 * labels.size() + 10)) = digit - '0';
    labels.emplace_back(1, digit);
  }
  const keratin::Tensor images =
      generator.predict({keratin::utils::generate_latent_points(latent_dim, n), asked});
  return labelled(
      keratin::utils::image_grid(images, {.columns = 10, .padding = 2, .pad_value = -1.0f, .zoom = 4}), {},
      labels);
}
