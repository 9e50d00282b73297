// Data that a model cannot take: each is a ValueError that says so, and leaves the model as it was.
#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "keratin/utils/naming.hpp"
#include "keratin/utils/random_seed.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

namespace {

const float not_a_number = std::numeric_limits<float>::quiet_NaN();
const Tensor images = random_tensor({5, 4, 4, 1});
const Tensor classes = testing::vector({0, 1, 2, 0, 1});
const std::string prefix = "Layer \"sequential\" (Sequential): ";

Sequential classifier_of_images() {
  utils::clear_session();
  utils::set_random_seed(1);
  Sequential model;
  model.add(Conv2D(2, 3, {.padding = "same", .input_shape = {4, 4, 1}}));
  model.add(BatchNormalization());
  model.add(Flatten());
  model.add(Dropout(0.3));
  model.add(Dense(3, {.activation = "softmax"}));
  model.compile({.optimizer = "adam", .loss = "sparse_categorical_crossentropy", .metrics = {"accuracy"}});
  return model;
}

/// Two models alike. What is refused to one must not make it differ from the other, now or in later training.
class Twins {
 public:
  Twins() {
    model.train_on_batch(images, classes);
    other_.train_on_batch(images, classes);
  }

  /// `action` must throw a ValueError of this text.
  template <class Action>
  void check_refused(const std::string& text, const Action& action) {
    CHECK(error_of([&] { action(model); }) == text);
    CHECK(model.get_weights() == other_.get_weights());
  }

  void check_same_training() {
    for (int i = 0; i < 2; ++i) {
      CHECK(model.train_on_batch(images, classes).values() ==
            other_.train_on_batch(images, classes).values());
    }
    CHECK(model.get_weights() == other_.get_weights());
  }

  Sequential model = classifier_of_images();

 private:
  Sequential other_ = classifier_of_images();
};

const FitOptions quiet = {.verbose = 0};

}  // namespace

TEST_CASE("Inputs of a wrong shape or rank, or without a batch, are rejected") {
  Twins twins;
  const std::string expected = prefix + "expected inputs of shape (None, 4, 4, 1), but received ";
  const auto refused = [&](const Shape& shape, const std::string& text) {
    const Tensor x = random_tensor(shape);
    twins.check_refused(text, [&](const auto& model) { static_cast<void>(model.predict(x)); });
    const Tensor y = xt::zeros<float>({shape[0]});
    twins.check_refused(text, [&](auto& model) { model.fit(x, y, quiet); });
    twins.check_refused(text, [&](auto& model) { model.train_on_batch(x, y); });
    twins.check_refused(text, [&](const auto& model) { static_cast<void>(model.evaluate(x, y)); });
  };
  refused({5, 4, 5, 1},
          expected + "(5, 4, 5, 1). Give such arrays, or make the model for samples of shape (4, 5, 1).");
  refused({5, 16}, expected + "(5, 16). Reshape the arrays: x.reshape({-1, 4, 4, 1}).");
  refused({16},
          expected + "(16,). If this is one sample, add the axis of the batch: x.reshape({1, 4, 4, 1}).");
  refused({4, 4, 1},
          expected + "(4, 4, 1). If this is one sample, add the axis of the batch: x.reshape({1, 4, 4, 1}).");
  twins.check_same_training();
}

TEST_CASE("No data, or data of different lengths, are rejected") {
  Twins twins;
  twins.check_refused(
      prefix + "there is no data: received an array of shape (0, 4, 4, 1). Give one sample or more.",
      [](auto& model) {
        model.fit(xt::zeros<float>({0, 4, 4, 1}), classes, quiet);
      });
  twins.check_refused(prefix + "there is no data: received an array of shape (). Give one sample or more.",
                      [](const auto& model) { static_cast<void>(model.predict(Tensor(1.0f))); });
  const std::string lengths =
      prefix + "x and y must hold the same number of samples, but received shapes (5, 4, 4, 1) and ";
  const auto fit = [](const Tensor& y) { return [&](auto& model) { model.fit(images, y, quiet); }; };
  twins.check_refused(lengths + "(4,).", fit(xt::zeros<float>({4})));
  twins.check_refused(lengths + "().", fit(Tensor(1.0f)));
  twins.check_refused(lengths + "(0,).", fit(xt::zeros<float>({0})));
  FitOptions validation = quiet;
  validation.validation_data = Data{images, testing::vector({1, 2})};
  twins.check_refused(lengths + "(2,).", [&](auto& model) { model.fit(images, classes, validation); });
  validation.validation_data = Data{};
  twins.check_refused(prefix + "there is no data: received an array of shape (). Give one sample or more.",
                      [&](auto& model) { model.fit(images, classes, validation); });
  twins.check_same_training();
}

TEST_CASE("Targets that do not fit the loss or the metrics are rejected") {
  Twins twins;
  const std::string expected =
      "The loss sparse_categorical_crossentropy expects class numbers, whole numbers from 0 to 2 for "
      "predictions of shape (5, 3), but the target at [4] is ";
  const std::string advice = ". Number the classes from 0, and give the last layer one unit for each class.";
  for (const auto& [label, text] :
       {std::pair(3.0f, "3"), {-1.0f, "-1"}, {0.5f, "0.5"}, {not_a_number, "nan"}, {1e30f, "1e+30"}}) {
    Tensor y = classes;
    y(4) = label;
    twins.check_refused(expected + text + advice, [&](auto& model) { model.fit(images, y, quiet); });
  }
  twins.check_refused(
      "The loss sparse_categorical_crossentropy expects one class number for each prediction: targets of "
      "shape "
      "(5,) or (5, 1) for predictions of shape (5, 3), but received targets of shape (5, 3). For one-hot "
      "targets use the loss categorical_crossentropy.",
      [](auto& model) {
        model.fit(images, xt::zeros<float>({5, 3}), quiet);
      });
  twins.check_same_training();

  const auto with_metric = [] {
    Sequential model = classifier_of_images();
    model.compile({.optimizer = "adam", .loss = "mse", .metrics = {"sparse_categorical_accuracy"}});
    return model;
  };
  Sequential model = with_metric();
  CHECK(error_of([&] {
          model.fit(images, random_tensor({5, 3}), quiet);
        }) ==
        "The metric sparse_categorical_accuracy expects one class number for each row of predictions, but "
        "received targets of shape (5, 3) for predictions of shape (5, 3). \"accuracy\" chooses the kind of "
        "accuracy by the shapes.");
  CHECK(model.get_weights() == with_metric().get_weights());
}

TEST_CASE("Numbers that are not finite are rejected, and neither weights nor moving averages use them") {
  Twins twins;
  const std::string advice =
      "; the weights are as before this step. Look for such numbers in the data, or train with a smaller "
      "learning_rate.";
  for (float bad : {not_a_number, std::numeric_limits<float>::infinity()}) {
    Tensor x = images;
    x(3, 1, 2, 0) = bad;
    twins.check_refused(prefix + "the loss became nan" + advice,
                        [&](auto& model) { model.train_on_batch(x, classes); });
    twins.check_refused(prefix + "the loss became nan" + advice,
                        [&](auto& model) { model.fit(x, classes, quiet); });
  }
  Sequential model;
  model.add(Dense(1, {.kernel_initializer = "ones", .input_dim = 1}));
  model.compile({.optimizer = "sgd", .loss = "mse"});
  CHECK_THROWS_WITH(model.train_on_batch(matrix({{1e30f}}), matrix({{0}})),
                    Catch::Matchers::Contains("the loss became infinite" + advice));
  Tensor x = images;
  x(0, 0, 0, 0) = not_a_number;
  CHECK(std::isnan(twins.model.evaluate(x, classes)["loss"]));
  twins.check_same_training();
}

TEST_CASE("A gradient that is not finite is rejected as the loss is") {
  class Broken : public losses::MeanSquaredError {
   public:
    void gradient(View, View, View, Buffer dy_pred) const override {
      std::fill_n(dy_pred.data(), dy_pred.size(), not_a_number);
    }
  };
  Sequential model;
  model.add(BatchNormalization({.input_shape = {2}}));
  model.add(Dense(1));
  model.compile({.optimizer = "sgd", .loss = Broken()});
  const std::vector<Tensor> before = model.get_weights();
  CHECK_THROWS_WITH(
      model.train_on_batch(random_tensor({4, 2}), random_tensor({4, 1})),
      Catch::Matchers::Contains("a gradient became infinite or not a number; the weights are as"));
  CHECK(model.get_weights() == before);
}

TEST_CASE("A maximum that hides a NaN does not let it into the weights") {
  Sequential model;
  model.add(Conv2D(2, 1, {.input_shape = {2, 2, 1}}));
  model.add(MaxPooling2D());
  model.add(Flatten());
  model.add(Dense(1));
  model.compile({.optimizer = "adam", .loss = "mse"});
  const std::vector<Tensor> before = model.get_weights();
  for (int row : {0, 1}) {
    for (int column : {0, 1}) {
      Tensor x = random_tensor({3, 2, 2, 1});
      x(1, row, column, 0) = not_a_number;
      CHECK_THROWS_AS(model.train_on_batch(x, random_tensor({3, 1})), std::invalid_argument);
    }
  }
  CHECK(model.get_weights() == before);
}

TEST_CASE("Options out of range are rejected") {
  Twins twins;
  const auto refused = [&](const FitOptions& options, const std::string& text) {
    twins.check_refused(text, [&](auto& model) { model.fit(images, classes, options); });
  };
  refused({.batch_size = 0}, "batch_size must be positive, but received 0.");
  refused({.epochs = -1}, "epochs must not be negative, but received -1.");
  refused({.verbose = 3}, "verbose must be 0, 1 or 2, but received 3.");
  refused({.validation_split = 1.0}, "validation_split must be from 0 to less than 1, but received 1.");
  refused({.validation_split = not_a_number},
          "validation_split must be from 0 to less than 1, but received nan.");
  refused({.validation_split = 0.99},
          "validation_split 0.99 of 5 samples leaves none to train on or to validate with.");
  twins.check_refused("batch_size must be positive, but received -2.", [](const auto& model) {
    static_cast<void>(model.predict(images, {.batch_size = -2}));
  });
  twins.check_refused("batch_size must be positive, but received 0.", [](const auto& model) {
    static_cast<void>(model.evaluate(images, classes, {.batch_size = 0}));
  });
  twins.check_same_training();
}
