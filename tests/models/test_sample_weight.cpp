#include <limits>
#include <string>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/layers/core/dense.hpp"
#include "keratin/models/sequential.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/golden_json.hpp"

namespace {

using namespace keratin;
using Catch::Matchers::Contains;
using testing::golden::Json, testing::matrix, testing::vector;

std::shared_ptr<const losses::Loss> loss_of(const Json& golden) {
  const std::string name = golden.at("loss"), reduction = golden.at("reduction");
  if (name == "MeanSquaredError") return losses::get(losses::MeanSquaredError({.reduction = reduction}));
  if (name == "MeanAbsoluteError") return losses::get(losses::MeanAbsoluteError({.reduction = reduction}));
  if (name == "BinaryCrossentropy")
    return losses::get(losses::BinaryCrossentropy({.from_logits = true, .reduction = reduction}));
  return losses::get(losses::CategoricalCrossentropy({.from_logits = true, .reduction = reduction}));
}

Sequential dense(const Shape& sample, int units = 1) {
  Sequential model;
  model.add(layers::Dense(units, {.input_shape = sample}));
  return model;
}

Sequential compiled(const CompileOptions& options) {
  Sequential model = dense({2});
  model.set_weights({matrix({{1}, {1}}), vector({0})});
  model.compile(options);
  return model;
}

void check_logs(const Logs& logs, const Json& expected) {
  CHECK(logs.size() == expected.size());
  for (const auto& [name, value] : expected.items()) {
    INFO(name);
    CHECK(logs[name] == Approx(value.get<double>()).epsilon(1e-5));
  }
}

const Tensor x = matrix({{1, 2}, {3, 4}, {5, 6}}), y = matrix({{1}, {2}, {3}});

}  // namespace

TEST_CASE("Weighted steps are Keras's, with each reduction") {
  const Json contents = testing::golden::read("sample_weight.json");
  REQUIRE(contents.at("cases").size() >= 28);
  for (const Json& golden : contents.at("cases")) {
    INFO(golden.at("name"));
    const Tensor inputs = testing::golden::tensor(golden.at("x")),
                 targets = testing::golden::tensor(golden.at("y"));
    const Tensor bias = testing::golden::tensor(golden.at("start")[1]);
    Sequential model = dense(shape_of(inputs).without_batch(), shape_of(bias)[0]);
    model.set_weights({testing::golden::tensor(golden.at("start")[0]), bias});
    model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.1f}),
                   .loss = loss_of(golden),
                   .metrics = {"mse"},
                   .weighted_metrics = {"mse"}});
    const Tensor weights =
        golden.contains("sample_weight") ? testing::golden::tensor(golden.at("sample_weight")) : Tensor{};
    ClassWeight class_weight;
    if (golden.contains("class_weight"))
      for (const Json& pair : golden.at("class_weight")) class_weight[pair[0]] = pair[1];
    check_logs(model.test_on_batch(inputs, targets, {.sample_weight = weights}), golden.at("tested"));
    check_logs(
        model.train_on_batch(inputs, targets, {.sample_weight = weights, .class_weight = class_weight}),
        golden.at("trained"));
    for (std::size_t i = 0; i < 2; ++i)
      testing::require_close(model.get_weights()[i], testing::golden::tensor(golden.at("after")[i]), 2e-6);
  }
}

TEST_CASE("metrics leave weights out, weighted_metrics take them in, and names are told apart") {
  Sequential model =
      compiled({.loss = "mse", .metrics = {"mse", "mse"}, .weighted_metrics = {"mse", "mae", "mse", "mae"}});
  const Logs logs = model.test_on_batch(x, y, {.sample_weight = {1, 2, 0.5}});
  std::vector<std::string> names;
  for (const auto& [name, value] : logs) names.push_back(name);
  CHECK(names == std::vector<std::string>{"loss", "mse", "mse_1", "weighted_mse", "mae", "weighted_mse_1",
                                          "weighted_mae"});
  CHECK(logs["loss"] == Approx(28.66666603));
  CHECK(logs["mse"] == Approx(31));
  CHECK(logs["weighted_mse"] == Approx(24.57142830));
  CHECK(logs["mae"] == Approx(4.57142878));
}

TEST_CASE("Weights of any type of number are taken") {
  Sequential model = compiled({.loss = "mse"});
  const double expected = model.test_on_batch(x, y, {.sample_weight = vector({1, 2, 3})})["loss"];
  CHECK(model.test_on_batch(x, y, {.sample_weight = {1, 2, 3}})["loss"] == expected);
  CHECK(model.test_on_batch(x, y, {.sample_weight = xt::xarray<int>{1, 2, 3}})["loss"] == expected);
  CHECK(model.train_on_batch(x, y, {.class_weight = {{1, 1}, {2, 2}, {3, 3}}})["loss"] == expected);
}

TEST_CASE("Weights that do not fit are rejected, and nothing changes") {
  Sequential model = compiled({.loss = "mse", .weighted_metrics = {"mae"}});
  const std::vector<Tensor> before = model.get_weights();
  const auto train = [&](const TrainOnBatchOptions& options) { model.train_on_batch(x, y, options); };
  CHECK_THROWS_AS(train({.sample_weight = vector({1, 2})}), ValueError);
  CHECK_THROWS_WITH(
      train({.sample_weight = vector({1, 2})}),
      Contains("sample_weight must hold one number for each sample, shape (3,), but received the "
               "shape (2,)."));
  CHECK_THROWS_WITH(train({.sample_weight = matrix({{1, 2}, {1, 2}, {1, 2}})}), Contains("(3, 2)"));
  CHECK_THROWS_WITH(model.test_on_batch(x, y, {.sample_weight = vector({1})}), Contains("(1,)"));
  CHECK_THROWS_WITH(train({.sample_weight = vector({1, 2, 3}), .class_weight = {{1, 2.0f}}}),
                    Contains("sample_weight and class_weight cannot be given together: multiply them into "
                             "sample_weight."));
  CHECK_THROWS_WITH(train({.sample_weight = Tensor(xt::ones<float>({3, 1, 1}))}), Contains("(3, 1, 1)"));
  CHECK_NOTHROW(model.test_on_batch(x, y, {.sample_weight = matrix({{1}, {2}, {3}})}));
  const float nan = std::numeric_limits<float>::quiet_NaN(),
              infinity = std::numeric_limits<float>::infinity();
  for (const float weight : {nan, infinity, -infinity, -1.0f}) {
    CHECK_THROWS_WITH(train({.class_weight = {{1, 1.0f}, {7, weight}}}),
                      Contains("class_weight must be finite numbers, 0 or more, but that of class 7 is"));
  }
  CHECK_THROWS_WITH(train({.sample_weight = vector({1, nan, 3})}), Contains("the loss became nan"));
  for (std::size_t i = 0; i < before.size(); ++i)
    testing::require_close(model.get_weights()[i], before[i], 0);

  Sequential steps = dense({4, 2});
  steps.compile({.loss = "mse"});
  Tensor images = Tensor::from_shape({3, 4, 2}), targets = Tensor::from_shape({3, 4, 1});
  images.fill(1);
  targets.fill(1);
  CHECK_THROWS_WITH(
      steps.train_on_batch(images, targets, {.sample_weight = matrix({{1, 2}, {3, 4}, {5, 6}})}),
      Contains("one number for each sample, shape (3,), or one for each entry, (3, 4), but"));
  CHECK_THROWS_WITH(steps.train_on_batch(images, targets, {.class_weight = {{1, 2.0f}}}),
                    Contains("class_weight needs one class for each sample, targets of shape (n,), (n, 1) or "
                             "(n, classes), but received targets of shape (3, 4, 1). Give sample_weight"));
  CHECK_NOTHROW(steps.test_on_batch(images, targets, {.sample_weight = Tensor(xt::ones<float>({3, 4, 1}))}));
  Sequential classes = dense({4, 2}, 5);
  classes.compile({.loss = "sparse_categorical_crossentropy"});
  CHECK_THROWS_WITH(
      classes.train_on_batch(images, Tensor(xt::ones<float>({3, 4})), {.class_weight = {{1, 2.0f}}}),
      Contains("class_weight needs one loss for each sample, but the losses are of shape (3, 4). Give "
               "sample_weight instead."));
}

TEST_CASE("Classes that are left out do not count in the mean") {
  const losses::SparseCategoricalCrossentropy loss({.from_logits = true, .ignore_class = -1});
  Sequential model = dense({2}, 3);
  model.set_weights({matrix({{1, 2, 3}, {3, 2, 1}}), vector({0, 0, 0})});
  model.compile({.loss = loss});
  const Tensor inputs = matrix({{0.5f, 0.2f}, {0.1f, 0.3f}, {1, 1}});
  const double both = model.test_on_batch(xt::view(inputs, xt::range(0, 2)), vector({0, 2}))["loss"];
  CHECK(model.test_on_batch(inputs, vector({0, 2, -1}))["loss"] == Approx(both));
  CHECK(model.test_on_batch(inputs, vector({-1, -1, -1}))["loss"] == 0.0);
}

TEST_CASE("An unknown reduction is rejected") {
  CHECK_THROWS_AS(losses::MeanSquaredError({.reduction = "avg"}), ValueError);
  CHECK_THROWS_WITH(
      losses::MeanSquaredError({.reduction = "avg"}),
      "The loss mean_squared_error knows the reductions \"sum_over_batch_size\", \"sum\", \"mean\", "
      "\"mean_with_sample_weight\" and \"none\", but received \"avg\".");
  CHECK(losses::MeanSquaredError({.reduction = "mean"}).reduction() ==
        losses::Reduction::sum_over_batch_size);
  CHECK(losses::MeanAbsoluteError({.name = "error"}).name() == "error");
}
