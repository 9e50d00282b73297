#pragma once

#include "mistakes/mistakes.hpp"

/// A classifier of small images, its data, and its training, in which mistakes are made.
namespace keratin::testing::mistakes {

inline const Tensor images = xt::ones<float>({6, 8, 8, 1}), labels = xt::zeros<float>({6});
inline const Tensor one_hot = xt::zeros<float>({6, 3});

inline Sequential classifier() {
  return Sequential(
      {layers::Flatten({.input_shape = {8, 8, 1}}), layers::Dense(3, {.activation = "softmax"})});
}

inline Sequential compiled(const CompileOptions& options = {.loss = "sparse_categorical_crossentropy",
                                                            .metrics = {"accuracy"}}) {
  Sequential model = classifier();
  model.compile(options);
  return model;
}

inline std::function<void()> fit(const Tensor& x, const Tensor& y, FitOptions options = {}) {
  options.verbose = 0;
  return [=] { compiled().fit(x, y, options); };
}

inline std::function<void()> fit_with(const FitOptions& options) { return fit(images, labels, options); }

}  // namespace keratin::testing::mistakes
