// Mistakes in compile(), and data that do not fit a model.
#include <limits>

#include "mistakes/classifier.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;
using namespace keratin::testing::mistakes;

namespace {

std::function<void()> compile(const CompileOptions& options) {
  return [=] { compiled(options); };
}

Model two_inputs() {
  const Input a({4}, {.name = "image"}), b({2}, {.name = "label"});
  Model model({a, b}, Dense(1)(Concatenate()({a, b})));
  model.compile({.loss = "mse"});
  return model;
}

}  // namespace

TEST_CASE("Mistakes in a program: compile()") {
  check_answer(
      "Layer \"sequential\" (Sequential): compile() needs a loss, such as \"mse\" or "
      "\"binary_crossentropy\".",
      compile({.optimizer = "adam"}));
  check_answer(
      "Unknown optimizer \"Adamw2\": did you mean \"adamw\"? Known: …. For another one derive a class from "
      "optimizers::Optimizer.",
      compile({.optimizer = "Adamw2", .loss = "mse"}));
  check_answer(
      "Unknown loss \"categorical_cross_entropy\": did you mean \"categorical_crossentropy\"? Known: …. For "
      "another one derive a class from losses::Loss, or make a losses::LossFunctionWrapper; register_loss() "
      "gives it a name.",
      compile({.loss = "categorical_cross_entropy"}));
  check_answer(
      "Unknown loss \"crossentropy\". Known: …. For another one derive a class from losses::Loss, or make a "
      "losses::LossFunctionWrapper; register_loss() gives it a name.",
      compile({.loss = "crossentropy"}));
  check_answer(
      "Unknown metric \"acuracy\": did you mean \"accuracy\"? Known: …. For another one derive a class from "
      "metrics::Metric; register_metric() gives it a name.",
      compile({.loss = "mse", .metrics = {"acuracy"}}));
  check_answer("Layer \"sequential\" (Sequential): compile() needs an optimizer, such as \"adam\".",
               compile({.optimizer = "", .loss = "mse"}));
  check_answer(
      "Layer \"sequential\" (Sequential): compile(): losses must have an entry for each of its 1 outputs, "
      "but has 2.",
      compile({.losses = {"mse", "mse"}}));
  check_answer(
      "Layer \"sequential\" (Sequential): compile(): loss_weights must have an entry for each of its 1 "
      "outputs, but has 2.",
      compile({.loss = "mse", .loss_weights = {1.0, 2.0}}));
  check_answer(
      "learning_rate must be a finite number, 0 or more, but received -0.001. Usual are 0.0001 to 0.1.",
      [] { optimizers::Adam(-0.001); });
  check_answer("Adam: beta_1 must be from 0 to less than 1, but received 1.",
               [] { optimizers::Adam(0.001, {.beta_1 = 1.0}); });
  check_answer("SGD: momentum must be from 0 to 1, but received 2.",
               [] { optimizers::SGD(0.1, {.momentum = 2}); });
  check_answer(
      "SGD: only one of clipnorm, clipvalue and global_clipnorm can be set: gradients are clipped in one "
      "way.",
      [] { optimizers::SGD({.clipnorm = 1.0, .clipvalue = 0.5}); });
  check_answer("learning_rate must be a finite number, 0 or more, but received -1. Usual are 0.0001 to 0.1.",
               [] { compiled().optimizer().set_learning_rate(-1); });
  check_answer(
      "SGD: its learning_rate comes from a schedule and cannot be set. Make the optimizer with a number as "
      "learning_rate to set another one later.",
      [] {
        Sequential model = classifier();
        model.compile({.optimizer = optimizers::SGD(optimizers::schedules::ExponentialDecay(0.1, 10, 0.9)),
                       .loss = "mse"});
        model.optimizer().set_learning_rate(0.01);
      });
}

TEST_CASE("Mistakes in a program: fit before compile, and samples that do not fit the model") {
  check_answer("Layer \"sequential\" (Sequential): compile() the model before it is trained or evaluated.",
               [] { classifier().fit(images, labels); });
  check_answer("Layer \"sequential\" (Sequential): compile() the model before it is trained or evaluated.",
               [] { static_cast<void>(classifier().evaluate(images, labels)); });
  check_answer(
      "Layer \"sequential\" (Sequential): expected inputs of shape (None, 8, 8, 1), but received (6, 8, 8). "
      "If the axis of the channels is missing, add it: x.reshape({-1, 8, 8, 1}).",
      fit(xt::ones<float>({6, 8, 8}), labels));
  check_answer(
      "Layer \"sequential\" (Sequential): expected inputs of shape (None, 8, 8, 1), but received (6, 64). "
      "Reshape the arrays: x.reshape({-1, 8, 8, 1}).",
      fit(xt::ones<float>({6, 64}), labels));
  check_answer(
      "Layer \"sequential\" (Sequential): expected inputs of shape (None, 8, 8, 1), but received (6, 8, 8, "
      "3). Give such arrays, or make the model for samples of shape (8, 8, 3).",
      fit(xt::ones<float>({6, 8, 8, 3}), labels));
  check_answer(
      "Layer \"sequential\" (Sequential): expected inputs of shape (None, 8, 8, 1), but received (6, 1, 8, "
      "8). Reshape the arrays: x.reshape({-1, 8, 8, 1}).",
      fit(xt::ones<float>({6, 1, 8, 8}), labels));
  check_answer(
      "Layer \"sequential\" (Sequential): expected inputs of shape (None, 8, 8, 1), but received (6, 28, 28, "
      "1). Give such arrays, or make the model for samples of shape (28, 28, 1).",
      fit(xt::ones<float>({6, 28, 28, 1}), labels));
  check_answer(
      "Layer \"sequential\" (Sequential): expected inputs of shape (None, 8, 8, 1), but received (8, 8, 1). "
      "If this is one sample, add the axis of the batch: x.reshape({1, 8, 8, 1}).",
      [] {
        static_cast<void>(compiled().predict(xt::ones<float>({8, 8, 1})));
      });
  check_answer(
      "Layer \"sequential\" (Sequential): expected inputs of shape (None, 8, 8, 1), but received (64,). If "
      "this is one sample, add the axis of the batch: x.reshape({1, 8, 8, 1}).",
      [] { static_cast<void>(compiled().predict(xt::ones<float>({64}))); });
  check_answer(
      "Layer \"sequential\" (Sequential): there is no data: received an array of shape (0, 8, 8, 1). Give "
      "one sample or more.",
      [] {
        static_cast<void>(compiled().predict(xt::ones<float>({0, 8, 8, 1})));
      });
  check_answer(
      "Layer \"sequential\" (Sequential): expected inputs of shape (None, 64), but received (6, 8, 8, 1). "
      "Reshape the arrays: x.reshape({-1, 64}).",
      [] {
        Sequential model({Dense(1, {.input_shape = {64}})});
        static_cast<void>(model.predict(images));
      });
  check_answer(
      "Layer \"sequential\" (Sequential): expected inputs of shape (None, None, None, 3), but received (2, "
      "3, 32, 32). The channels come last: transpose the arrays to (2, 32, 32, 3).",
      [] {
        Sequential model({Conv2D(1, 3, {.input_shape = {None, None, 3}})});
        static_cast<void>(model.predict(xt::ones<float>({2, 3, 32, 32})));
      });
  check_answer(
      "Layer \"conv2d\" (Conv2D): nothing is left of an input of shape (2, 2, 2, 1): the output would have "
      "shape (2, 0, 0, 1). Use a larger input, a smaller window or crop, or padding \"same\".",
      [] {
        Sequential model({Conv2D(1, 3, {.input_shape = {None, None, 1}})});
        static_cast<void>(model.predict(xt::ones<float>({2, 2, 2, 1})));
      });
  check_answer(
      "Layer \"functional\" (Functional): it has 2 inputs, but received 1 array. Give a list of them in the "
      "inputs' order, such as {a, b}.",
      [] {
        static_cast<void>(two_inputs().predict(xt::ones<float>({2, 6})));
      });
  check_answer(
      "Layer \"functional\" (Functional): all inputs must hold the same number of samples, but received "
      "shapes (2, 4) and (3, 2).",
      [] {
        two_inputs().fit({xt::ones<float>({2, 4}), xt::ones<float>({3, 2})}, xt::ones<float>({2, 1}));
      });
  check_answer(
      "Layer \"functional\" (Functional): expected input number 0 of shape (None, 4), but received (2, 2). "
      "Give the arrays in the order of the inputs.",
      [] {
        two_inputs().fit({xt::ones<float>({2, 2}), xt::ones<float>({2, 4})}, xt::ones<float>({2, 1}));
      });
  check_answer(
      "Layer \"embedding\" (Embedding): its inputs must be whole numbers from 0 to 9, but received 10. "
      "Number them from 0, or use a larger input_dim.",
      [] {
        Sequential model({Embedding(10, 4), Flatten(), Dense(1)});
        static_cast<void>(model.predict(xt::ones<float>({2, 3}) * 10));
      });
  Tensor spoiled = images;
  spoiled(2, 3, 4, 0) = std::numeric_limits<float>::quiet_NaN();
  check_answer(
      "Layer \"sequential\" (Sequential): the loss became nan; the weights are as before this step. Look for "
      "such numbers in the data, or train with a smaller learning_rate.",
      fit(spoiled, labels));
}

TEST_CASE("Mistakes in a program: targets that do not fit the loss") {
  check_answer(
      "The loss sparse_categorical_crossentropy expects one class number for each prediction: targets of "
      "shape (6,) or (6, 1) for predictions of shape (6, 3), but received targets of shape (6, 3). For "
      "one-hot targets use the loss categorical_crossentropy.",
      fit(images, one_hot));
  check_answer(
      "The loss sparse_categorical_crossentropy expects class numbers, whole numbers from 0 to 2 for "
      "predictions of shape (6, 3), but the target at [0] is 3. Number the classes from 0, and give the last "
      "layer one unit for each class.",
      fit(images, labels + 3));
  check_answer(
      "The loss sparse_categorical_crossentropy expects class numbers, whole numbers from 0 to 2 for "
      "predictions of shape (6, 3), but the target at [0] is 0.5. Number the classes from 0, and give the "
      "last layer one unit for each class.",
      fit(images, labels + 0.5));
  check_answer(
      "Layer \"sequential\" (Sequential): x and y must hold the same number of samples, but received shapes "
      "(6, 8, 8, 1) and (5,).",
      fit(images, xt::zeros<float>({5})));
  check_answer(
      "Layer \"sequential\" (Sequential): x and y must hold the same number of samples, but received shapes "
      "(6, 8, 8, 1) and (3, 6).",
      fit(images, xt::zeros<float>({3, 6})));
  check_answer(
      "The loss categorical_crossentropy expects one-hot targets of the predictions' shape (6, 3), but "
      "received targets of shape (6,). For class numbers use the loss sparse_categorical_crossentropy, or "
      "make them one-hot with utils::to_categorical.",
      [] { compiled({.loss = "categorical_crossentropy"}).fit(images, labels); });
  check_answer(
      "The loss mean_squared_error expects targets of the predictions' shape (6, 3), but received targets of "
      "shape (6,). Make class numbers one-hot with utils::to_categorical, or give the last layer the shape "
      "of one target.",
      [] { compiled({.loss = "mse"}).fit(images, labels); });
  check_answer(
      "The loss binary_crossentropy expects targets of the predictions' shape (6, 3), but received targets "
      "of shape (6,). Make class numbers one-hot with utils::to_categorical, or give the last layer the "
      "shape of one target.",
      [] { compiled({.loss = "binary_crossentropy"}).fit(images, labels); });
  check_answer(
      "The loss mean_squared_error expects targets of the predictions' shape (6, 3), but received targets of "
      "shape (6, 8, 8, 1). Reshape the targets, or give the last layer the shape of one target.",
      [] { compiled({.loss = "mse"}).fit(images, images); });
  check_answer(
      "The loss sparse_categorical_crossentropy expects one class number for each prediction: targets of "
      "shape (6, 8, 8) or (6, 8, 8, 1) for predictions of shape (6, 8, 8, 3), but received targets of shape "
      "(6,). For one-hot targets use the loss categorical_crossentropy. If each sample has one target, a "
      "Flatten() is missing before \"dense\" (Dense), whose input is of shape (None, 8, 8, 1).",
      [] {
        Sequential model({Dense(3, {.activation = "softmax", .input_shape = {8, 8, 1}})});
        model.compile({.loss = "sparse_categorical_crossentropy"});
        model.fit(images, labels);
      });
  check_answer(
      "The loss categorical_crossentropy expects one-hot targets of the predictions' shape (6, 6, 6, 3), but "
      "received targets of shape (6, 3). For class numbers use the loss sparse_categorical_crossentropy, or "
      "make them one-hot with utils::to_categorical. If each sample has one target, a Flatten() is missing "
      "before \"dense\" (Dense), whose input is of shape (None, 6, 6, 3).",
      [] {
        Sequential model({Conv2D(3, 3, {.input_shape = {8, 8, 1}}), Dense(3, {.activation = "softmax"})});
        model.compile({.loss = "categorical_crossentropy"});
        model.fit(images, one_hot);
      });
  check_answer(
      "The loss categorical_crossentropy needs two classes or more, but the predictions have the shape (6, "
      "1). For two classes use binary_crossentropy, or give the last layer one unit for each class.",
      [] {
        Sequential model({Flatten({.input_shape = {8, 8, 1}}), Dense(1, {.activation = "sigmoid"})});
        model.compile({.loss = "categorical_crossentropy"});
        model.fit(images, labels);
      });
  check_answer(
      "The loss binary_crossentropy expects targets of the predictions' shape (6, 1), but received targets "
      "of shape (6, 2). Reshape the targets, or give the last layer the shape of one target.",
      [] {
        Sequential model({Flatten({.input_shape = {8, 8, 1}}), Dense(1, {.activation = "sigmoid"})});
        model.compile({.loss = "binary_crossentropy"});
        model.fit(images, xt::zeros<float>({6, 2}));
      });
  check_answer(
      "The metric sparse_categorical_accuracy expects one class number for each row of predictions, but "
      "received targets of shape (6, 3) for predictions of shape (6, 3). \"accuracy\" chooses the kind of "
      "accuracy by the shapes.",
      [] {
        compiled({.loss = "categorical_crossentropy", .metrics = {"sparse_categorical_accuracy"}})
            .fit(images, one_hot);
      });
  check_answer(
      "Layer \"functional\" (Functional): it has 2 outputs, but received 1 array of targets. Give a list of "
      "them in the outputs' order, such as {a, b}.",
      [] {
        const Input a({4});
        Model model(a, {Dense(1)(a), Dense(2)(a)});
        model.compile({.loss = "mse"});
        model.fit(xt::ones<float>({6, 4}), xt::ones<float>({6, 1}));
      });
  check_answer(
      "to_categorical: class numbers must be whole numbers from 0 to 2, but received 3. Number the classes "
      "from 0, or give more num_classes.",
      [] {
        static_cast<void>(utils::to_categorical(Tensor{0, 1, 3}, 3));
      });
  check_answer(
      "to_categorical: class numbers must be whole numbers from 0 to 1, but received -1. Number the classes "
      "from 0, or give more num_classes.",
      [] {
        static_cast<void>(utils::to_categorical(Tensor{-1, 1}));
      });
}
