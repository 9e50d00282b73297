#include <limits>
#include <map>
#include <string>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/losses.hpp"
#include "losses/evaluate.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"

namespace {

using namespace keratin;
using namespace keratin::losses;
using Catch::Matchers::Contains, Catch::Matchers::EndsWith, Catch::Matchers::StartsWith;
using testing::values, testing::gradient, testing::matrix, testing::vector, testing::buffer;

/// A user's own loss: the distance itself, through xtensor.
class Distance : public Loss {
 public:
  std::string name() const override { return "distance"; }
  void call(View y_true, View y_pred, Buffer losses) const override {
    losses.array() = xt::sum(xt::abs(y_pred.array() - y_true.array()), {1});
  }
  void gradient(View y_true, View y_pred, View dlosses, Buffer dy_pred) const override {
    for (std::size_t i = 0; i < y_pred.size(); ++i) {
      dy_pred.data()[i] = y_pred.data()[i] > y_true.data()[i] ? dlosses.data()[i] : -dlosses.data()[i];
    }
  }
};

}  // namespace

TEST_CASE("Losses have a form for logits if Keras has one") {
  using activations::sigmoid, activations::softmax, activations::relu;
  const Tensor x = matrix({{2.0f, -1.0f, 0.5f}}), y = matrix({{0, 1, 0}});
  const auto binary = BinaryCrossentropy({.label_smoothing = 0.1}).of_logits(sigmoid);
  REQUIRE(binary != nullptr);
  testing::require_close(values(*binary, y, x),
                         values(BinaryCrossentropy({.from_logits = true, .label_smoothing = 0.1}), y, x), 0);
  const auto categorical = CategoricalCrossentropy({.label_smoothing = 0.1}).of_logits(softmax);
  REQUIRE(categorical != nullptr);
  testing::require_close(values(*categorical, y, x),
                         values(CategoricalCrossentropy({.from_logits = true, .label_smoothing = 0.1}), y, x),
                         0);
  const auto sparse = SparseCategoricalCrossentropy().of_logits(softmax);
  REQUIRE(sparse != nullptr);
  testing::require_close(values(*sparse, vector({1}), x),
                         values(SparseCategoricalCrossentropy({.from_logits = true}), vector({1}), x), 0);

  const auto told_twice = BinaryCrossentropy({.from_logits = true}).of_logits(sigmoid);
  REQUIRE(told_twice != nullptr);
  testing::require_close(values(*told_twice, y, x), values(BinaryCrossentropy({.from_logits = true}), y, x),
                         0);
  CHECK(BinaryCrossentropy().of_logits(softmax) == nullptr);
  CHECK(CategoricalCrossentropy().of_logits(sigmoid) == nullptr);
  CHECK(SparseCategoricalCrossentropy().of_logits(relu) == nullptr);
  CHECK(get("mse")->of_logits(sigmoid) == nullptr);
  const activations::Function other = {"sigmoid", relu.forward, relu.backward};
  CHECK(BinaryCrossentropy().of_logits(other) == nullptr);
}

TEST_CASE("A loss is found by its names") {
  for (const char* name : {"mean_squared_error", "mse", "MSE", "MeanSquaredError"}) {
    CHECK(get(name)->name() == "mean_squared_error");
  }
  for (const char* name : {"mean_absolute_error", "mae", "MAE", "MeanAbsoluteError"}) {
    CHECK(get(name)->name() == "mean_absolute_error");
  }
  for (const char* name : {"binary_crossentropy", "bce", "BCE", "BinaryCrossentropy"}) {
    CHECK(get(name)->name() == "binary_crossentropy");
  }
  CHECK(get("CategoricalCrossentropy")->name() == "categorical_crossentropy");
  CHECK(get("SparseCategoricalCrossentropy")->name() == "sparse_categorical_crossentropy");
  const std::map<std::string, std::vector<std::string>> names = {
      {"mean_absolute_percentage_error", {"mape", "MAPE", "MeanAbsolutePercentageError"}},
      {"mean_squared_logarithmic_error", {"msle", "MSLE", "MeanSquaredLogarithmicError"}},
      {"kl_divergence", {"kl_divergence", "kld", "KLD", "KLDivergence"}},
      {"poisson", {"poisson", "Poisson"}},
      {"huber_loss", {"huber", "Huber"}},
      {"log_cosh", {"log_cosh", "LogCosh"}},
      {"hinge", {"hinge", "Hinge"}},
      {"squared_hinge", {"squared_hinge", "SquaredHinge"}},
      {"categorical_hinge", {"categorical_hinge", "CategoricalHinge"}},
      {"cosine_similarity", {"cosine_similarity", "CosineSimilarity"}},
  };
  for (const auto& [name, aliases] : names) {
    for (const std::string& alias : aliases) CHECK(get(alias)->name() == name);
  }
  CHECK(get({}) == nullptr);
  CHECK_THROWS_AS(get("rmse"), ValueError);
  CHECK_THROWS_WITH(
      get("rmse"),
      Catch::Matchers::StartsWith(
          "Unknown loss \"rmse\": did you mean \"mse\"? Known: \"mean_squared_error\", \"mse\", ") &&
          EndsWith(", \"cosine_similarity\". For another one derive a class from "
                   "losses::Loss, or make a losses::LossFunctionWrapper; "
                   "register_loss() gives it a name."));
}

TEST_CASE("label_smoothing is from 0 to 1") {
  CHECK_NOTHROW(BinaryCrossentropy({.label_smoothing = 1}));
  CHECK_THROWS_AS(BinaryCrossentropy({.label_smoothing = -0.1}), ValueError);
  CHECK_THROWS_WITH(BinaryCrossentropy({.label_smoothing = -0.1}),
                    "BinaryCrossentropy: label_smoothing must be from 0 to 1, but received -0.1.");
  CHECK_THROWS_WITH(CategoricalCrossentropy({.label_smoothing = std::numeric_limits<double>::quiet_NaN()}),
                    "CategoricalCrossentropy: label_smoothing must be from 0 to 1, but received nan.");
}

TEST_CASE("Targets must fit the predictions") {
  for (const char* name : {"mse", "mae", "bce"}) {
    INFO(name);
    const auto loss = get(name);
    CHECK_NOTHROW(loss->check({8, 3}, {8, 3}));
    CHECK_NOTHROW(loss->check({8}, {8, 1}));
    CHECK_NOTHROW(loss->check({8}, {None, 1}));
    CHECK_NOTHROW(loss->check({8, 5, 4}, {8, 5, 4, 1}));
    CHECK_NOTHROW(loss->check({8, 5, 4, 3}, {8, 5, 4, 3}));
    for (const Shape& wrong : {Shape{8, 1}, Shape{3}, Shape{8}, Shape{8, 3, 1}, Shape{7, 3}, Shape{}}) {
      CHECK_THROWS_AS(loss->check(wrong, {8, 3}), ValueError);
    }
    CHECK_THROWS_AS(loss->check({7}, {8, 1}), ValueError);
    CHECK_THROWS_AS(loss->check({}, {}), ValueError);
  }
  CHECK_THROWS_WITH(
      get("mse")->check({8}, {8, 3}),
      "The loss mean_squared_error expects targets of the predictions' shape (8, 3), but received targets "
      "of shape (8,). Make class numbers one-hot with utils::to_categorical, or give the last layer the "
      "shape of one target.");
}

TEST_CASE("categorical_crossentropy takes one-hot targets") {
  const auto loss = get("categorical_crossentropy");
  CHECK_NOTHROW(loss->check({8, 3}, {8, 3}));
  CHECK_NOTHROW(loss->check({8, 2, 2, 3}, {None, 2, 2, 3}));
  CHECK_THROWS_AS(loss->check({8}, {8, 10}), ValueError);
  CHECK_THROWS_WITH(
      loss->check({8, 1}, {8, 10}),
      "The loss categorical_crossentropy expects one-hot targets of the predictions' shape (8, 10), but "
      "received targets of shape (8, 1). For class numbers use the loss sparse_categorical_crossentropy, "
      "or make them one-hot with utils::to_categorical.");
  CHECK_THROWS_WITH(
      loss->check({8, 1}, {8, 1}),
      "The loss categorical_crossentropy needs two classes or more, but the predictions have the shape "
      "(8, 1). For two classes use binary_crossentropy, or give the last layer one unit for each class.");
}

TEST_CASE("sparse_categorical_crossentropy takes class numbers") {
  const auto loss = get("sparse_categorical_crossentropy");
  CHECK_NOTHROW(loss->check({8}, {8, 10}));
  CHECK_NOTHROW(loss->check({8, 1}, {None, 10}));
  CHECK_NOTHROW(loss->check({8, 2, 3}, {8, 2, 3, 10}));
  CHECK_NOTHROW(loss->check({8, 2, 3, 1}, {8, 2, 3, 10}));
  CHECK_THROWS_AS(loss->check({7}, {8, 10}), ValueError);
  CHECK_THROWS_AS(loss->check({8, 2}, {8, 2, 3, 10}), ValueError);
  CHECK_THROWS_AS(loss->check({}, {}), ValueError);
  CHECK_THROWS_WITH(
      loss->check({8, 10}, {8, 10}),
      "The loss sparse_categorical_crossentropy expects one class number for each prediction: targets of "
      "shape (8,) or (8, 1) for predictions of shape (8, 10), but received targets of shape (8, 10). For "
      "one-hot targets use the loss categorical_crossentropy.");
}

TEST_CASE("Class numbers must be whole and in range") {
  const auto loss = get("sparse_categorical_crossentropy");
  const auto check = [&](const Tensor& labels, const Shape& y_pred) {
    loss->check_values(View(labels), y_pred);
  };
  CHECK_NOTHROW(check(vector({0, 9, 4}), {3, 10}));
  CHECK_THROWS_AS(check(vector({0, 10}), {2, 10}), ValueError);
  CHECK_THROWS_WITH(
      check(vector({0, 9, 12}), {3, 10}),
      "The loss sparse_categorical_crossentropy expects class numbers, whole numbers from 0 to 9 for "
      "predictions of shape (3, 10), but the target at [2] is 12. Number the classes from 0, and give the "
      "last layer one unit for each class.");
  CHECK_THROWS_WITH(check(matrix({{0, 1}, {2, -1}}), {2, 2, 3}), Contains("the target at [1, 1] is -1."));
  CHECK_THROWS_WITH(check(matrix({{0}, {1.5f}}), {2, 3}), Contains("the target at [1, 0] is 1.5."));
  CHECK_THROWS_WITH(check(vector({std::numeric_limits<float>::quiet_NaN()}), {1, 3}),
                    Contains("at [0] is nan."));
  CHECK_THROWS_WITH(check(vector({0, 1}), {2, 1}), EndsWith("; for a single unit use binary_crossentropy."));
  Tensor one = Tensor::from_shape({1});
  CHECK_THROWS_AS(loss->call(View(vector({5})), View(matrix({{1, 2}})), buffer(one)), ValueError);
}

TEST_CASE("Targets without a last axis of size 1 get it") {
  const Tensor flat = vector({1, 2, 3}), column = matrix({{1}, {2}, {3}});
  CHECK(aligned(View(flat), {3, 1}).shape() == Shape{3, 1});
  CHECK(aligned(View(flat), {None, 1}).shape() == Shape{3, 1});
  CHECK(aligned(View(flat), {3, 1}).data() == flat.data());
  CHECK(aligned(View(flat), {3, 10}).shape() == Shape{3});
  CHECK(aligned(View(column), {3, 1}).shape() == Shape{3, 1});
}

TEST_CASE("A user's own loss is taken as it is") {
  const auto loss = get(Distance());
  CHECK(loss->name() == "distance");
  const Tensor flat = vector({1, 2, 3}), y_pred = matrix({{1.5f}, {1.0f}, {7.0f}});
  testing::require_close(values(*loss, flat, y_pred), vector({0.5f, 1.0f, 4.0f}), 0);
  testing::require_close(gradient(*loss, flat, y_pred, vector({1.0f, 2.0f, 3.0f})),
                         matrix({{1.0f}, {-2.0f}, {3.0f}}), 0);
  CHECK(loss->of_logits(activations::sigmoid) == nullptr);
  CHECK_NOTHROW(loss->check_values(View(flat), {3, 1}));
  CHECK_THROWS_WITH(loss->check({4}, {3, 1}), StartsWith("The loss distance expects targets of the "));
  const auto shared = std::make_shared<const Distance>();
  CHECK(get(std::shared_ptr<const Loss>(shared)) == shared);
}
