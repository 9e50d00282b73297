// An input with one axis less than a layer takes: the error says how to add it, and doing so works.
#include <functional>
#include <string>

#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/utils/naming.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

/// The error of an action on a model of this layer.
template <class L>
std::string error_with(L layer, const std::function<void(Sequential&)>& action) {
  utils::clear_session();
  Sequential model;
  return error_of([&] {
    model.add(std::move(layer));
    action(model);
  });
}

template <class L>
std::string error_of_adding(L layer) {
  return error_with(std::move(layer), [](Sequential&) {});
}

/// The error of predicting samples of this shape.
template <class L>
std::string error_of_data(L layer, const Shape& shape) {
  return error_with(std::move(layer),
                    [&](Sequential& model) { static_cast<void>(model.predict(random_tensor(shape))); });
}

}  // namespace

TEST_CASE("Images without an axis of channels") {
  CHECK(error_of_data(Conv2D(2, 3, {.input_shape = {28, 28, 1}, .name = "first"}), {6, 28, 28}) ==
        "Layer \"sequential\" (Sequential): expected inputs of shape (None, 28, 28, 1), but received (6, 28, "
        "28). If the axis of the channels is missing, add it: x.reshape({-1, 28, 28, 1}).");
  CHECK(error_of_data(Conv2D(2, 3, {.name = "first"}), {6, 28, 28}) ==
        "Layer \"first\" (Conv2D): expected an input of 4 dimensions, batch included, but received shape (6, "
        "28, 28). If the axis of the channels is missing, add it: x.reshape({-1, 28, 28, 1}).");
  CHECK(error_of_adding(Conv2D(2, 3, {.input_shape = {28, 28}, .name = "first"})) ==
        "Layer \"first\" (Conv2D): expected an input of 4 dimensions, batch included, but received shape "
        "(None, 28, 28). If the axis of the channels is missing, add it: in a first layer .input_shape = "
        "{28, 28, 1}, of data x.reshape({-1, 28, 28, 1}); in front of another layer Reshape({28, 28, 1}).");
  CHECK(error_of_adding(MaxPooling2D(2, {.input_shape = {None, 28}, .name = "first"})) ==
        "Layer \"first\" (MaxPooling2D): expected an input of 4 dimensions, batch included, but received "
        "shape (None, None, 28). If the axis of the channels is missing, add it.");
}

TEST_CASE("One image or sequence without the axis of the batch") {
  CHECK(
      error_of_data(Conv2D(2, 3, {.name = "first"}), {28, 28, 3}) ==
      "Layer \"first\" (Conv2D): expected an input of 4 dimensions, batch included, but received shape (28, "
      "28, 3). If this is one sample, add the axis of the batch: x.reshape({1, 28, 28, 3}).");
  CHECK(error_of_data(Conv1D(2, 1, {.input_shape = {1, 10}, .name = "first"}), {6, 10}) ==
        "Layer \"sequential\" (Sequential): expected inputs of shape (None, 1, 10), but received (6, 10). If "
        "the axis of the steps is missing, add it: x.reshape({-1, 1, 10}).");
}

TEST_CASE("Images without an axis of channels, which stand first") {
  CHECK(error_of_data(UpSampling2D({.data_format = "channels_first", .name = "first"}), {6, 28, 28}) ==
        "Layer \"first\" (UpSampling2D): expected an input of 4 dimensions, batch included, but received "
        "shape (6, 28, 28). If the axis of the channels is missing, add it: x.reshape({-1, 1, 28, 28}).");
  CHECK(error_of_data(
            Conv2D(2, 3, {.data_format = "channels_first", .input_shape = {3, 28, 28}, .name = "first"}),
            {3, 28, 28}) ==
        "Layer \"sequential\" (Sequential): expected inputs of shape (None, 3, 28, 28), but received (3, 28, "
        "28). If this is one sample, add the axis of the batch: x.reshape({1, 3, 28, 28}).");
}

TEST_CASE("One image instead of a batch, and images that lack more than one channel") {
  CHECK(error_of_data(Conv2D(2, 3, {.input_shape = {28, 28, 1}, .name = "first"}), {28, 28, 1}) ==
        "Layer \"sequential\" (Sequential): expected inputs of shape (None, 28, 28, 1), but received (28, "
        "28, 1). If this is one sample, add the axis of the batch: x.reshape({1, 28, 28, 1}).");
  CHECK(error_of_data(Conv2D(2, 3, {.input_shape = {28, 28, 3}, .name = "first"}), {6, 28, 28}) ==
        "Layer \"sequential\" (Sequential): expected inputs of shape (None, 28, 28, 3), but received (6, 28, "
        "28). The axis of its 3 channels is missing.");
}

TEST_CASE("A layer that is built knows how many channels it takes") {
  Conv2D layer(2, 3, {.name = "built"});
  connect(layer, {None, 28, 28, 3});
  const std::string expected =
      "Layer \"built\" (Conv2D): expected an input of 4 dimensions, batch included, but received shape ";
  CHECK(error_of([&] {
          connect(layer, {28, 28, 3});
        }) ==
        expected +
            "(28, 28, 3). If this is one sample, add the axis of the batch: x.reshape({1, 28, 28, 3}).");
  CHECK(error_of([&] {
          connect(layer, {None, 28, 28});
        }) == expected + "(None, 28, 28). The axis of its 3 channels is missing.");
}

TEST_CASE("Sequences, volumes and vectors without their last axis") {
  CHECK(error_of_data(Conv1D(2, 3, {.name = "first"}), {6, 100}) ==
        "Layer \"first\" (Conv1D): expected an input of 3 dimensions, batch included, but received shape (6, "
        "100). If the axis of the channels is missing, add it: x.reshape({-1, 100, 1}).");
  CHECK(error_of_data(MaxPooling3D(2, {.name = "first"}), {6, 4, 4, 4}) ==
        "Layer \"first\" (MaxPooling3D): expected an input of 5 dimensions, batch included, but received "
        "shape (6, 4, 4, 4). If the axis of the channels is missing, add it: x.reshape({-1, 4, 4, 4, 1}).");
  CHECK(error_of_data(Dense(2, {.input_shape = {3}, .name = "first"}), {3}) ==
        "Layer \"sequential\" (Sequential): expected inputs of shape (None, 3), but received (3,). If this "
        "is one sample, add the axis of the batch: x.reshape({1, 3}).");
}

TEST_CASE("What the error says compiles and works") {
  Sequential model;
  model.add(Conv2D(2, 3, {.input_shape = {28, 28, 1}}));
  Tensor x = random_tensor({6, 28, 28});
  x.reshape({-1, 28, 28, 1});
  CHECK(shape_of(model.predict(x)) == Shape{6, 26, 26, 2});
  xt::xarray<int> levels = xt::zeros<int>({28, 28, 1});
  levels.reshape({1, 28, 28, 1});
  CHECK(shape_of(model.predict(levels)) == Shape{1, 26, 26, 2});
}
