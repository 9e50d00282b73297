#pragma once

#include <algorithm>
#include <string>

#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/utils/naming.hpp"

/// The models of golden/summary.py, each with names counted from the start.
namespace keratin::testing {

inline std::string summary_of(const Sequential& model, SummaryOptions options = {}) {
  std::string text;
  options.print_fn = [&](const std::string& line) { text += line + '\n'; };
  model.summary(options);
  return text;
}

/// What is printed from the line `first` on.
inline std::string end_of_summary(const Sequential& model, const std::string& first,
                                  const SummaryOptions& options = {}) {
  const std::string text = summary_of(model, options);
  return text.substr(std::min(text.find(first), text.size()));
}

inline Sequential generator_up_sampling() {
  utils::clear_session();
  Sequential model;
  model.add(layers::Dense(128 * 5 * 5, {.input_dim = 100}));
  model.add(layers::Reshape({5, 5, 128}));
  model.add(layers::UpSampling2D());
  model.add(layers::Conv2D(1, {3, 3}, {.padding = "same"}));
  return model;
}

inline Sequential generator_transpose() {
  utils::clear_session();
  Sequential model;
  model.add(layers::Dense(128 * 5 * 5, {.input_dim = 100}));
  model.add(layers::Reshape({5, 5, 128}));
  model.add(layers::Conv2DTranspose(1, {3, 3}, {.strides = {2, 2}, .padding = "same"}));
  return model;
}

inline Sequential gan() {
  utils::clear_session();
  Sequential discriminator, generator, both;
  discriminator.add(layers::Dense(25, {.activation = "relu", .input_dim = 2}));
  discriminator.add(layers::Dense(1, {.activation = "sigmoid"}));
  generator.add(layers::Dense(15, {.activation = "relu", .input_dim = 5}));
  generator.add(layers::Dense(2));
  discriminator.set_trainable(false);
  both.add(generator);
  both.add(discriminator);
  return both;
}

inline Sequential classifier() {
  utils::clear_session();
  Sequential model;
  model.add(layers::Conv2D(8, 3, {.strides = 2, .input_shape = {28, 28, 1}}));
  model.add(layers::BatchNormalization());
  model.add(layers::LeakyReLU());
  model.add(layers::Flatten());
  model.add(layers::Dense(10));
  return model;
}

inline Sequential long_names() {
  utils::clear_session();
  Sequential model({.name = "the_model"});
  model.add(layers::Input({40, 30, 3}));
  model.add(layers::Conv2DTranspose(
      4, 2, {.strides = 50, .name = "a_layer_whose_name_is_by_far_too_long_for_its_column"}));
  model.add(layers::UpSampling2D(
      {.size = {100, 1000}, .name = "words of a name that need several lines to stand on"}));
  model.add(layers::Conv2D(1, 1, {.name = "conv[bold]2d"}));
  model.add(layers::Cropping2D(100));
  return model;
}

inline Sequential nested_twice() {
  utils::clear_session();
  Sequential inner, middle, model;
  inner.add(layers::Dense(3, {.input_dim = 4, .name = "a_dense_layer_deep_inside_of_it"}));
  inner.add(layers::ReLU());
  middle.add(inner);
  middle.add(layers::Dense(2));
  model.add(layers::Dense(4));
  model.add(middle);
  model.add(layers::Dense(1));
  model.build({None, 4});
  return model;
}

inline Sequential trained(const std::string& optimizer) {
  utils::clear_session();
  Sequential model;
  model.add(layers::Dense(3, {.input_dim = 4}));
  model.add(layers::Dense(1));
  model.compile({.optimizer = optimizer, .loss = "mse"});
  model.train_on_batch(xt::zeros<float>({2, 4}), xt::zeros<float>({2, 1}));
  return model;
}

}  // namespace keratin::testing
