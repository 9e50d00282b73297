// A classifier of images without a Flatten: the error of its loss names the layer that it is missing before.
#include <string>

#include "keratin/layers.hpp"
#include "keratin/models/model.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/utils/naming.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

const std::string advice =
    " If each sample has one target, a Flatten() is missing before \"dense\" (Dense), whose input is of "
    "shape "
    "(None, 6, 6, 2).";

/// A classifier of images (8, 8, 1) that lacks a Flatten.
Sequential without_flatten(const std::string& loss) {
  utils::clear_session();
  Sequential model;
  model.add(Conv2D(2, 3, {.input_shape = {8, 8, 1}}));
  model.add(Dense(5, {.activation = "relu"}));
  model.add(Dropout(0.5));
  model.add(Dense(10, {.activation = "softmax"}));
  model.compile({.loss = loss});
  return model;
}

std::string error_of_training(Model model, const Tensor& y) {
  return error_of([&] { model.train_on_batch(random_tensor({4, 8, 8, 1}), y); });
}

}  // namespace

TEST_CASE("A missing Flatten with class numbers") {
  CHECK(
      error_of_training(without_flatten("sparse_categorical_crossentropy"), xt::zeros<float>({4})) ==
      "The loss sparse_categorical_crossentropy expects one class number for each prediction: targets of "
      "shape (4, 6, 6) or (4, 6, 6, 1) for predictions of shape (4, 6, 6, 10), but received targets of shape "
      "(4,). For one-hot targets use the loss categorical_crossentropy." +
          advice);
}

TEST_CASE("A missing Flatten with one-hot targets, of every loss") {
  for (const std::string loss :
       {"categorical_crossentropy", "categorical_hinge", "mse", "binary_crossentropy", "cosine_similarity"}) {
    const std::string error = error_of_training(without_flatten(loss), xt::zeros<float>({4, 10}));
    INFO(error);
    CHECK(error.find("(4, 6, 6, 10), but received targets of shape (4, 10).") != std::string::npos);
    CHECK(error.ends_with(advice));
  }
}

TEST_CASE("A missing Flatten in a model that is not built, and in one of KerasTensors") {
  utils::clear_session();
  Sequential unbuilt;
  unbuilt.add(Conv2D(2, 3));
  unbuilt.add(Dense(1, {.activation = "sigmoid"}));
  unbuilt.compile({.loss = "binary_crossentropy"});
  CHECK(error_of_training(unbuilt, xt::zeros<float>({4})) ==
        "The loss binary_crossentropy expects targets of the predictions' shape (4, 6, 6, 1), but received "
        "targets of shape (4,). Reshape the targets, or give the last layer the shape of one target. If each "
        "sample has one target, a Flatten() is missing before \"dense\" (Dense).");

  utils::clear_session();
  Input x({8, 8, 1});
  KerasTensor y = Conv2D(2, 3)(x);
  Model model(x, Dense(3)(y));
  model.compile({.loss = "mse"});
  CHECK(error_of_training(model, xt::zeros<float>({4, 3})).ends_with(advice));
}

TEST_CASE("No Flatten is missing where targets are images or no Dense layer makes the predictions") {
  const auto has_advice = [](Model model, const Tensor& y) {
    return error_of_training(std::move(model), y).find("Flatten") != std::string::npos;
  };
  CHECK_FALSE(has_advice(without_flatten("mse"), xt::zeros<float>({4, 6, 5, 10})));
  CHECK_FALSE(has_advice(without_flatten("mse"), xt::zeros<float>({3, 10})));
  Sequential convolution;
  convolution.add(Conv2D(2, 3, {.input_shape = {8, 8, 1}}));
  convolution.compile({.loss = "mse"});
  CHECK_FALSE(has_advice(convolution, xt::zeros<float>({4, 2})));
}
