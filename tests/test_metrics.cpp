#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "keratin/error.hpp"
#include "keratin/metrics.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"
#include "support/golden.hpp"

namespace {

using namespace keratin;
using namespace keratin::metrics;
using testing::matrix, testing::vector;

double measure(Metric& metric, const Tensor& y_true, const Tensor& y_pred) {
  metric.reset_state();
  metric.update_state(View(y_true), View(y_pred));
  return metric.result();
}

double measure(const Identifier<Metric>& identifier, const Tensor& y_true, const Tensor& y_pred) {
  return measure(*get(identifier, shape_of(y_true), shape_of(y_pred)), y_true, y_pred);
}

std::string class_of(const Metric& metric) {
  if (dynamic_cast<const BinaryAccuracy*>(&metric) != nullptr) return "BinaryAccuracy";
  if (dynamic_cast<const CategoricalAccuracy*>(&metric) != nullptr) return "CategoricalAccuracy";
  if (dynamic_cast<const SparseCategoricalAccuracy*>(&metric) != nullptr) return "SparseCategoricalAccuracy";
  return "another class";
}

/// A user's own metric: the largest prediction.
class Largest : public Metric {
 public:
  std::string name() const override { return "largest"; }
  void reset_state() override { largest_ = 0; }
  void update_state(View, View y_pred, View = {}) override {
    for (std::size_t i = 0; i < y_pred.size(); ++i) largest_ = std::max(largest_, double{y_pred.data()[i]});
  }
  double result() const override { return largest_; }
  std::shared_ptr<Metric> clone() const override { return std::make_shared<Largest>(*this); }

 private:
  double largest_ = 0;
};

}  // namespace

TEST_CASE("accuracy is the kind that Keras chooses, with Keras's value") {
  REQUIRE(testing::accuracy_cases().size() >= 13);
  for (const testing::AccuracyCase& golden : testing::accuracy_cases()) {
    INFO(golden.name);
    const auto metric = get("accuracy", shape_of(golden.y_true), shape_of(golden.y_pred));
    CHECK(class_of(*metric) == golden.metric);
    CHECK(metric->name() == "accuracy");
    CHECK(measure(*metric, golden.y_true, golden.y_pred) == Approx(golden.value).epsilon(1e-6));
  }
  CHECK(class_of(*get("acc", {None, 1}, {None, 1})) == "BinaryAccuracy");
  CHECK(class_of(*get("Accuracy", {None}, {None, 3})) == "SparseCategoricalAccuracy");
}

TEST_CASE("A metric is logged under the name it was given") {
  CHECK(get("acc", {4, 1}, {4, 1})->name() == "acc");
  CHECK(get("binary_accuracy", {4, 1}, {4, 1})->name() == "binary_accuracy");
  CHECK(get("BinaryAccuracy", {4, 1}, {4, 1})->name() == "BinaryAccuracy");
  CHECK(get("mse", {4, 1}, {4, 1})->name() == "mse");
  CHECK(get(BinaryAccuracy(), {4, 1}, {4, 1})->name() == "binary_accuracy");
  CHECK(get(BinaryAccuracy({.name = "right", .threshold = 0.7}), {4, 1}, {4, 1})->name() == "right");
  CHECK(LossMetric("mse").name() == "mean_squared_error");
}

TEST_CASE("Accuracies count the matches") {
  const Tensor column = matrix({{1}, {1}, {0}, {0}}), p = matrix({{0.98f}, {0.5f}, {0.1f}, {0.6f}});
  CHECK(measure("binary_accuracy", column, p) == 0.5);
  CHECK(measure("binary_accuracy", vector({1, 1, 0, 0}), p) == 0.5);
  CHECK(measure(BinaryAccuracy({.threshold = 0.4}), column, p) == 0.75);
  CHECK(measure(BinaryAccuracy({.threshold = 0.6}), column, p) == 0.75);
  CHECK(measure(Accuracy(), vector({1, 2, 3, 4}), vector({0, 2, 3, 4})) == 0.75);
  const Tensor scores = matrix({{0.1f, 0.9f, 0.8f}, {0.05f, 0.95f, 0}, {0.4f, 0.3f, 0.4f}});
  CHECK(measure("categorical_accuracy", matrix({{0, 0, 1}, {0, 1, 0}, {1, 0, 0}}), scores) ==
        Approx(2.0 / 3));
  CHECK(measure("sparse_categorical_accuracy", vector({2, 1, 0}), scores) == Approx(2.0 / 3));
  CHECK(measure("sparse_categorical_accuracy", matrix({{2}, {1}, {2}}), scores) == Approx(1.0 / 3));
  CHECK(measure("SparseCategoricalAccuracy", vector({7, -1, 0.5f}), scores) == 0.0);
}

TEST_CASE("A mean counts entries over all batches") {
  const auto metric = get("accuracy", {None, 1}, {None, 1});
  CHECK(metric->result() == 0.0);
  metric->update_state(View(matrix({{1}, {1}, {1}})), View(matrix({{1}, {1}, {1}})));
  metric->update_state(View(matrix({{1}})), View(matrix({{0}})));
  CHECK(metric->result() == 0.75);
  const auto same = metric->clone();
  CHECK(same->result() == 0.75);
  metric->reset_state();
  CHECK(metric->result() == 0.0);
  CHECK(same->result() == 0.75);
}

TEST_CASE("Every loss is a metric") {
  const Tensor y_true = vector({1, 0}), y_pred = matrix({{0.5f}, {0.25f}});
  CHECK(measure("mse", y_true, y_pred) == Approx((0.25 + 0.0625) / 2));
  CHECK(measure("MeanAbsoluteError", y_true, y_pred) == Approx((0.5 + 0.25) / 2));
  CHECK(measure("binary_crossentropy", y_true, y_pred) == Approx(-(std::log(0.5) + std::log(0.75)) / 2));
  CHECK(measure(LossMetric(losses::BinaryCrossentropy({.from_logits = true}), "logit_loss"), vector({1}),
                matrix({{0}})) == Approx(std::log(2.0)));
  CHECK(measure("sparse_categorical_crossentropy", vector({1}), matrix({{0.25f, 0.75f}})) ==
        Approx(-std::log(0.75)));
}

TEST_CASE("A metric must fit the shapes") {
  CHECK_THROWS_AS(get("sparse_categorical_accuracy", {8, 3}, {8, 3}), ValueError);
  CHECK_THROWS_WITH(
      get("sparse_categorical_accuracy", {8, 3}, {8, 3}),
      "The metric sparse_categorical_accuracy expects one class number for each row of predictions, but "
      "received targets of shape (8, 3) for predictions of shape (8, 3). \"accuracy\" chooses the kind of "
      "accuracy by the shapes.");
  CHECK_THROWS_WITH(
      get("categorical_accuracy", {8}, {8, 3}),
      Catch::Matchers::StartsWith("The metric categorical_accuracy expects one-hot targets of the "
                                  "predictions' shape, but received targets of shape (8,)"));
  CHECK_THROWS_WITH(
      get("binary_accuracy", {8}, {8, 3}),
      Catch::Matchers::StartsWith("The metric binary_accuracy expects one target for each prediction, "));
  CHECK_THROWS_AS(get("binary_accuracy", {7}, {8, 1}), ValueError);
  CHECK_THROWS_AS(get("accuracy", {7, 3}, {8, 3}), ValueError);
  CHECK_THROWS_AS(get("mse", {8, 3}, {8, 1}), ValueError);
  CHECK_THROWS_AS(get("accuracy", {}, {}), ValueError);
  CHECK_THROWS_AS(get(Accuracy(), {8, 2}, {8, 3}), ValueError);
  BinaryAccuracy metric;
  CHECK_THROWS_AS(metric.update_state(View(vector({1, 0, 1})), View(matrix({{1}, {0}}))), ValueError);
  CHECK(metric.result() == 0.0);
}

TEST_CASE("An unknown metric is rejected") {
  CHECK_THROWS_AS(get("acuracy", {8, 1}, {8, 1}), ValueError);
  CHECK_THROWS_WITH(
      metrics::check("acuracy"),
      Catch::Matchers::StartsWith("Unknown metric \"acuracy\": did you mean \"accuracy\"? Known: "
                                  "\"accuracy\", \"acc\", \"binary_accuracy\", ") &&
          Catch::Matchers::Contains("\"auc\", \"log_cosh_error\", \"mean_squared_error\", "
                                    "\"mse\"") &&
          Catch::Matchers::EndsWith(
              ". For another one derive a class from metrics::Metric; register_metric() gives it a name."));
  CHECK_THROWS_WITH(metrics::check({}),
                    "A metric must be a name such as \"accuracy\" or an object, but received nothing.");
  for (const char* name : {"accuracy", "acc", "Accuracy", "sparse_categorical_accuracy", "mse", "bce",
                           "LogCoshError", "log_cosh_error"}) {
    CHECK_NOTHROW(metrics::check(name));
  }
  CHECK_THROWS_WITH(BinaryAccuracy({.threshold = std::numeric_limits<double>::quiet_NaN()}),
                    "BinaryAccuracy: threshold must be a number, but received nan.");
  CHECK_THROWS_WITH(LossMetric({}), "LossMetric: loss must be a name or an object, but received nothing.");
}

TEST_CASE("A user's own metric is cloned and reset") {
  Largest own;
  own.update_state({}, View(matrix({{3}})));
  const auto metric = get(own, {1}, {1, 1});
  CHECK(metric->name() == "largest");
  CHECK(metric->result() == 0.0);
  metric->update_state({}, View(matrix({{2}, {5}})));
  CHECK(metric->result() == 5.0);
  CHECK(own.result() == 3.0);
}
