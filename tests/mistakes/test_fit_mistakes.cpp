// Mistakes in the options of fit(), and in what is asked of its results.
#include "mistakes/classifier.hpp"

using namespace keratin;
using namespace keratin::testing;
using namespace keratin::testing::mistakes;

TEST_CASE("Mistakes in a program: options of fit()") {
  check_answer("batch_size must be positive, but received 0.", fit_with({.batch_size = 0}));
  check_answer("epochs must not be negative, but received -1.", fit_with({.epochs = -1}));
  check_answer("validation_split must be from 0 to less than 1, but received 1.5.",
               fit_with({.validation_split = 1.5}));
  check_answer("validation_split must be from 0 to less than 1, but received 20.",
               fit_with({.validation_split = 20}));
  check_answer("validation_split 0.9 of 6 samples leaves none to train on or to validate with.",
               fit_with({.validation_split = 0.9}));
  check_answer(
      "The loss sparse_categorical_crossentropy expects one class number for each prediction: targets of "
      "shape (6,) or (6, 1) for predictions of shape (6, 3), but received targets of shape (6, 3). For "
      "one-hot targets use the loss categorical_crossentropy.",
      fit_with({.validation_data = {images, one_hot}}));
  check_answer(
      "Layer \"sequential\" (Sequential): expected inputs of shape (None, 8, 8, 1), but received (2, 8, 8). "
      "If the axis of the channels is missing, add it: x.reshape({-1, 8, 8, 1}).",
      fit_with({.validation_data = {xt::ones<float>({2, 8, 8}), xt::zeros<float>({2})}}));
  check_answer("class_weight must be finite numbers, 0 or more, but that of class 0 is -1.",
               fit_with({.class_weight = {{0, -1.0f}}}));
  check_answer(
      "sequential: sample_weight must hold one number for each sample, shape (6,), but received the shape "
      "(5,).",
      fit_with({.sample_weight = xt::ones<float>({5})}));
  check_answer(
      "Layer \"sequential\" (Sequential): sample_weight and class_weight cannot be given together: multiply "
      "them into sample_weight.",
      fit_with({.class_weight = {{0, 2.0f}}, .sample_weight = xt::ones<float>({6})}));
  check_answer("steps_per_epoch must be positive, but received 0.", fit_with({.steps_per_epoch = 0}));
  check_answer("batch_size must be positive, but received -1.",
               [] { compiled().evaluate(images, labels, {.batch_size = -1}); });
  check_answer("validation_split is for arrays: give validation_data in its place.", [] {
    compiled().fit([] { return Data{images, labels}; }, {.validation_split = 0.2, .steps_per_epoch = 1});
  });
  check_answer(
      "Batch number 1 of the generator: The loss sparse_categorical_crossentropy expects one class number "
      "for each prediction: targets of shape (6,) or (6, 1) for predictions of shape (6, 3), but received "
      "targets of shape (6, 3). For one-hot targets use the loss categorical_crossentropy.",
      [] {
        compiled().fit([] { return Data{images, one_hot}; }, {.verbose = 0, .steps_per_epoch = 1});
      });
}

TEST_CASE("Mistakes in a program: logs and histories") {
  check_answer(
      "This history has no metric \"val_loss\". Known: \"accuracy\", \"loss\". It is there only after epochs "
      "that validate: give fit() validation_data or "
      "a validation_split.",
      [] { compiled().fit(images, labels, {.verbose = 0})["val_loss"]; });
  check_answer(
      "This history has no metric \"acuracy\": did you mean \"accuracy\"? Known: \"accuracy\", \"loss\".",
      [] { compiled().fit(images, labels, {.verbose = 0})["acuracy"]; });
  check_answer(
      "These logs have no metric \"Accuracy\": did you mean \"accuracy\"? Known: \"loss\", \"accuracy\".",
      [] { static_cast<void>(compiled().evaluate(images, labels)["Accuracy"]); });
  check_answer("There is no metric number 2 in these logs: they hold 2, counted from 0.",
               [] { static_cast<void>(compiled().evaluate(images, labels)[2]); });
  check_answer(
      "auto [a, b] = … takes the logs apart if they hold two values, but these hold 1: \"loss\". Take them "
      "by name: logs[\"loss\"].",
      [] {
        const auto [loss, accuracy] =
            compiled({.loss = "sparse_categorical_crossentropy"}).evaluate(images, labels);
        CHECK(loss == accuracy);
      });
}
