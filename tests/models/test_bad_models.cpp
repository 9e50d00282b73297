// Models that cannot be: each call is a ValueError that says so, and leaves the model as it was.
#include <memory>
#include <string>
#include <vector>

#include "models/summary_models.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

const std::string prefix = "Layer \"sequential\" (Sequential): ";

Sequential compiled_classifier() {
  Sequential model = classifier();
  model.compile({.optimizer = "adam", .loss = "mse"});
  return model;
}

/// `action` on a compiled model must throw a ValueError of this text, and leave the model as it was and
/// compiled.
template <class Action>
void check_refused(const std::string& text, const Action& action) {
  Sequential model = compiled_classifier();
  const std::string summary = summary_of(model, {.show_trainable = true});
  const std::vector<Tensor> weights = model.get_weights();
  CHECK(error_of([&] { action(model); }) == text);
  CHECK(summary_of(model, {.show_trainable = true}) == summary);
  CHECK(model.get_weights() == weights);
  CHECK_NOTHROW(model.train_on_batch(random_tensor({2, 28, 28, 1}), random_tensor({2, 10})));
}

/// A model of one layer without input_shape.
Sequential unbuilt() {
  utils::clear_session();
  Sequential model;
  model.add(Dense(2));
  return model;
}

}  // namespace

TEST_CASE("Layers that do not fit the model are rejected") {
  check_refused(
      "Layer \"mine\" (Conv2D): expected an input of 4 dimensions, batch included, but received shape (None, "
      "10). Put a Reshape before it, or another layer.",
      [](auto& model) { model.add(Conv2D(1, 3, {.name = "mine"})); });
  check_refused(
      prefix +
          "all layers need names of their own, but there is already one called \"dense\". Give another "
          "name, or add the layer once.",
      [](auto& model) { model.add(Dense(1, {.name = "dense"})); });
  check_refused(prefix +
                    "all layers need names of their own, but there is already one called \"flatten\". Give "
                    "another name, or add the layer once.",
                [](auto& model) { model.add(model.layers()[3]); });
  check_refused(prefix + "a layer to be added must not be null.",
                [](auto& model) { model.add(std::shared_ptr<Layer>()); });
  check_refused(prefix + "Input must be added before the first layer, and once.",
                [](auto& model) { model.add(Input({4})); });
  check_refused("Layer \"dense\" (Dense): units must be positive, but received 0.",
                [](auto& model) { model.add(Dense(0)); });
}

TEST_CASE("A model cannot hold itself, however deep") {
  check_refused(prefix + "a model cannot be added to itself.", [](auto& model) { model.add(model); });
  utils::clear_session();
  Sequential outer, middle, inner;
  outer.add(middle);
  middle.add(inner);
  for (const Sequential& model : {outer, middle, inner}) {
    CHECK(error_of([&] { inner.add(model); }) ==
          "Layer \"sequential_2\" (Sequential): a model cannot be added to itself.");
  }
  CHECK(inner.layers().empty());
}

TEST_CASE(
    "A nested model that has no layers when the outer one is built is missed at the latest when it runs") {
  utils::clear_session();
  Sequential outer, inner;
  outer.add(Input({4}));
  outer.add(inner);
  inner.add(Dense(3));
  CHECK(error_of([&] {
          static_cast<void>(outer.predict(random_tensor({2, 4})));
        }) == "Layer \"sequential_1\" (Sequential): its weights are not made yet: build() the model first.");
}

TEST_CASE("Weights of another count or shape are rejected") {
  check_refused(
      "sequential: expected 8 weights: kernel (3, 3, 1, 8), bias (8,), gamma (8,), beta (8,), "
      "moving_mean (8,), moving_variance (8,), kernel (1352, 10), bias (10,), but received 1.",
      [](auto& model) {
        model.set_weights({random_tensor({3, 3, 1, 8})});
      });
  check_refused(
      "sequential: weight \"bias\" has shape (10,), but the value given for it has shape (10, 1). Give the "
      "arrays in the order of get_weights().",
      [](auto& model) {
        std::vector<Tensor> weights = model.get_weights();
        weights[0] += 1;
        weights[7] = random_tensor({10, 1});
        model.set_weights(weights);
      });
}

TEST_CASE("Unknown names are rejected, and what was compiled stays so") {
  const auto begins = [](const std::string& text, const auto& action) {
    Sequential model = compiled_classifier();
    CHECK(error_of([&] { action(model); }).starts_with(text));
    CHECK_NOTHROW(model.train_on_batch(random_tensor({2, 28, 28, 1}), random_tensor({2, 10})));
  };
  begins("Unknown optimizer \"adamm\": did you mean \"adam\"? Known: \"adadelta\", \"adagrad\", \"adam\",",
         [](auto& model) { model.compile({.optimizer = "adamm", .loss = "mse"}); });
  begins("Unknown loss \"mes\": did you mean \"mse\"? Known: \"mean_squared_error\", \"mse\",",
         [](auto& model) { model.compile({.loss = "mes"}); });
  begins("Unknown metric \"acurracy\": did you mean \"accuracy\"? Known: \"accuracy\", \"acc\",",
         [](auto& model) { model.compile({.loss = "mse", .metrics = {"acurracy"}}); });
  begins("A metric must be a name such as \"accuracy\" or an object",
         [](auto& model) { model.compile({.loss = "mse", .metrics = {""}}); });
  begins("Unknown activation \"rellu\": did you mean \"relu\"? Known: \"celu\",",
         [](auto& model) { model.add(Dense(1, {.activation = "rellu"})); });
  begins("Unknown initializer \"glorot\". Known: ",
         [](auto& model) { model.add(Dense(1, {.kernel_initializer = "glorot"})); });
  begins(
      "Layer \"conv2d\" (Conv2D): unknown padding \"valide\": did you mean \"valid\"? Known: \"valid\", "
      "\"same\".",
      [](auto& model) { model.add(Conv2D(1, 3, {.padding = "valide"})); });
  begins(prefix + "compile() needs a loss, such as \"mse\" or \"binary_crossentropy\".",
         [](auto& model) { model.compile({.optimizer = "adam"}); });
  begins(prefix + "compile() needs an optimizer, such as \"adam\".",
         [](auto& model) { model.compile({.optimizer = "", .loss = "mse"}); });
}

TEST_CASE("An optimizer of too many arrays is rejected") {
  class Greedy : public optimizers::SGD {
   public:
    [[nodiscard]] std::vector<optimizers::Slot> slots() const override {
      return std::vector<optimizers::Slot>(9, {"momentum"});
    }
    [[nodiscard]] std::shared_ptr<Optimizer> clone() const override {
      return std::make_shared<Greedy>(*this);
    }
  };
  check_refused(prefix + "an optimizer may keep at most 8 numbers beside each weight, but sgd keeps 9.",
                [](auto& model) { model.compile({.optimizer = Greedy(), .loss = "mse"}); });
}

TEST_CASE("Windows larger than a valid input, and output_padding out of range, are rejected") {
  const std::string nothing_left =
      ": nothing is left of an input of shape (None, 4, 4, 1): the output would have shape (None, 0, 0, 1). "
      "Use "
      "a larger input, a smaller window or crop, or padding \"same\".";
  Sequential model;
  model.add(Input({4, 4, 1}));
  CHECK(error_of([&] { model.add(Conv2D(1, 5)); }) == "Layer \"conv2d\" (Conv2D)" + nothing_left);
  CHECK(error_of([&] { model.add(MaxPooling2D(5)); }) ==
        "Layer \"max_pooling2d\" (MaxPooling2D)" + nothing_left);
  CHECK(error_of([&] { model.add(Cropping2D(2)); }) == "Layer \"cropping2d\" (Cropping2D)" + nothing_left);
  CHECK(model.layers().empty());
  CHECK_NOTHROW(model.add(Conv2D(1, 5, {.padding = "same"})));
  CHECK(
      error_of([] { Conv2DTranspose(1, 3, {.strides = 2, .output_padding = 2}); }) ==
      "Layer \"conv2d_transpose\" (Conv2DTranspose): output_padding must be from 0 to less than the strides "
      "(2, 2), but received (2, 2).");
}

TEST_CASE("What needs the input's shape says how to give it") {
  Sequential model = unbuilt();
  const std::string not_built =
      prefix +
      "the model is not built yet, since the shape of its input is not known: give the first layer an "
      "input_shape, or call build({None, ...}), fit() or predict().";
  CHECK(error_of([&] { model.summary(); }) == not_built);
  CHECK(error_of([&] { static_cast<void>(model.input_shape()); }) == not_built);
  CHECK(error_of([&] { static_cast<void>(model.output_shape()); }) == not_built);
  CHECK(error_of([&] { static_cast<void>(model.count_params()); }) == not_built);
  CHECK(error_of([&] { model.set_weights({}); }) == not_built);
  CHECK(error_of([&] { model.build({4}); }) ==
        prefix + "build() takes the shape of a batch, such as (None, 28, 28, 1), but received (4,).");
  CHECK(error_of([&] {
          model.build({None, None});
        }) ==
        "Layer \"dense\" (Dense): the last dimension of its input must be known, but received shape (None, "
        "None). Give the model's input a number in place of that None.");
  CHECK(error_of([&] { static_cast<void>(model.predict(random_tensor({4}))); }) ==
        "Layer \"dense\" (Dense): expected an input of at least 2 dimensions, batch included, but received "
        "shape (4,). If the axis of the features is missing, add it: x.reshape({-1, 1}).");
  CHECK_FALSE(model.built());
  model.build({None, 3});
  CHECK(error_of([&] {
          model.build({None, 4});
        }) == prefix +
                  "expected inputs of shape (None, 3), but received (None, 4). Give such arrays, or make the "
                  "model for samples of shape (4,).");

  utils::clear_session();
  Sequential empty;
  const std::string no_layers = prefix + "the model has no layers yet: add one.";
  CHECK(error_of([&] { empty.summary(); }) == no_layers);
  CHECK(error_of([&] { static_cast<void>(empty.predict(random_tensor({2, 3}))); }) == no_layers);
}

TEST_CASE("compile() must not be forgotten") {
  Sequential model = classifier();
  const Tensor x = random_tensor({2, 28, 28, 1}), y = random_tensor({2, 10});
  const std::string text = prefix + "compile() the model before it is trained or evaluated.";
  CHECK(error_of([&] { model.fit(x, y); }) == text);
  CHECK(error_of([&] { model.train_on_batch(x, y); }) == text);
  CHECK(error_of([&] { static_cast<void>(model.evaluate(x, y)); }) == text);
  CHECK(error_of([&] { static_cast<void>(model.test_on_batch(x, y)); }) == text);
  model.compile({.loss = "mse"});
  CHECK_NOTHROW(model.train_on_batch(x, y));
  model.add(Dense(10, {.name = "last"}));
  CHECK_NOTHROW(model.train_on_batch(x, y));
}

TEST_CASE("A model that is not built yet is not built by data that it refuses") {
  Sequential model = unbuilt();
  model.compile({.loss = "mse"});
  CHECK_THROWS(model.fit(random_tensor({5, 4}), random_tensor({4, 2}), {.verbose = 0}));
  CHECK_THROWS(model.train_on_batch(random_tensor({5, 4}), random_tensor({5, 3})));
  CHECK_FALSE(model.built());
  CHECK_NOTHROW(model.fit(random_tensor({5, 3}), random_tensor({5, 2}), {.verbose = 0}));
}

// The sanitizers end a program that asks for so much.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("What does not fit into memory is rejected") {
  utils::clear_session();
  Sequential model;
  model.add(UpSampling2D({.size = 32'000, .input_shape = {20, 20, 1}}));
  const Tensor x = random_tensor({1, 20, 20, 1});
  CHECK(error_of([&] { static_cast<void>(model.predict(x)); }) ==
        prefix +
            "its outputs of shape (1, 640000, 640000, 1) do not fit into memory: predict fewer samples at a "
            "time.");
  model.add(GlobalMaxPooling2D());
  CHECK(error_of([&] { static_cast<void>(model.predict(x)); }) ==
        "An array of shape (1, 640000, 640000, 1) does not fit into memory: use a smaller batch_size or "
        "smaller "
        "inputs.");
  CHECK(error_of([&] {
          connect(Dense(2'000'000'000), {None, 400});
        }) == "Layer \"dense\" (Dense): its kernel of shape (400, 2000000000) does not fit into memory.");
}
#endif
