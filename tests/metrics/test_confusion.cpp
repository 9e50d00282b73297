#include <limits>

#include "keratin/error.hpp"
#include "keratin/metrics.hpp"
#include "keratin/utils/naming.hpp"
#include "support/arrays.hpp"
#include "support/catch.hpp"

namespace {

using namespace keratin;
using namespace keratin::metrics;
using Catch::Matchers::Contains;
using testing::matrix, testing::vector;

constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

double measure(Metric& metric, const Tensor& y_true, const Tensor& y_pred) {
  metric.update_state(View(y_true), View(y_pred));
  return metric.result();
}

}  // namespace

TEST_CASE("Metrics without a name count theirs") {
  utils::clear_session();
  CHECK(Precision().name() == "precision");
  CHECK(AUC().name() == "auc");
  CHECK(AUC().name() == "auc_1");
  CHECK(Recall({.name = "hits"}).name() == "hits");
  CHECK(Precision().name() == "precision_1");
  CHECK(get("AUC", {4, 1}, {4, 1})->name() == "AUC");
  CHECK(get("recall", {4, 1}, {4, 1})->name() == "recall");
  CHECK(AUC().name() == "auc_2");
  utils::clear_session();
}

TEST_CASE("Predictions that are no numbers are over no threshold") {
  AUC auc;
  CHECK(measure(auc, vector({1, 0, 1}), vector({0.5f, not_a_number, 0.7f})) == 0.0);
  Precision precision;
  CHECK(measure(precision, vector({1, 0, 1}), vector({0.5f, not_a_number, 0.7f})) == 1.0);
  TopKCategoricalAccuracy top({.k = 2});
  const float inf = std::numeric_limits<float>::infinity();
  CHECK(measure(
            top, matrix({{0, 0, 1}, {1, 0, 0}, {1, 0, 0}, {1, 0, 0}}),
            matrix({{0.5f, 0.3f, 0.3f}, {not_a_number, 0.1f, 0.2f}, {0.1f, not_a_number, 0}, {1, inf, 0}})) ==
        0.25);
}

TEST_CASE("Several thresholds have several values") {
  Precision precision({.thresholds = {0.3, 0.6}, .name = "precision"});
  precision.update_state(View(vector({1, 0, 1})), View(vector({0.5f, 0.4f, 0.7f})));
  CHECK(precision.results() == std::vector<double>{2.0 / 3.0, 1.0});
  CHECK_THROWS_AS(precision.result(), ValueError);
  CHECK_THROWS_WITH(get(precision, {4, 1}, {4, 1}),
                    "The metric precision has 2 thresholds and so no single value: read results(), or give "
                    "compile() a metric for each threshold.");
  CHECK_NOTHROW(get(Precision({.thresholds = 0.3}), {4, 1}, {4, 1}));
}

TEST_CASE("Options of metrics that are invalid are rejected") {
  CHECK_THROWS_AS(Precision({.thresholds = 1.5}), ValueError);
  CHECK_THROWS_WITH(Precision({.thresholds = 1.5}),
                    "Precision: thresholds must be from 0 to 1, but received 1.5.");
  CHECK_THROWS_WITH(Recall({.thresholds = {0.5, -1}}),
                    "Recall: thresholds must be from 0 to 1, but received -1.");
  CHECK_THROWS_WITH(Recall({.top_k = 0}), "Recall: top_k must be 1 or more, but received 0.");
  CHECK_THROWS_WITH(TopKCategoricalAccuracy({.k = 0}),
                    "TopKCategoricalAccuracy: k must be 1 or more, but received 0.");
  CHECK_THROWS_WITH(AUC({.num_thresholds = 1}),
                    "AUC: num_thresholds must be from 2 to 1000000, but received 1.");
  CHECK_THROWS_WITH(AUC({.curve = "roc curve"}),
                    "AUC: curve must be \"ROC\", \"PR\" or \"PRGAIN\", but received \"roc curve\".");
  CHECK_THROWS_WITH(AUC({.summation_method = "mean"}),
                    "AUC: summation_method must be \"interpolation\", \"minoring\" or \"majoring\", but "
                    "received \"mean\".");
  CHECK_THROWS_WITH(AUC({.thresholds = std::vector<double>{double{not_a_number}}}),
                    "AUC: thresholds must be from 0 to 1, but received nan.");
  CHECK_THROWS_WITH(AUC({.num_labels = 3}), "AUC: num_labels is only for multi_label = true.");
  CHECK_THROWS_WITH(AUC({.multi_label = true, .num_labels = 0}),
                    "AUC: num_labels must be 1 or more, but received 0.");
  CHECK_THROWS_WITH(metrics::CosineSimilarity({.axis = 0}),
                    "CosineSimilarity: axis 0 is that of the batch: give another one, such as -1.");
}

TEST_CASE("Shapes that do not fit a metric are rejected, and the error says what to do") {
  CHECK_THROWS_AS(get("AUC", {8}, {8, 10}), ValueError);
  CHECK_THROWS_WITH(
      get("AUC", {8}, {8, 10}),
      "The metric AUC expects one target for each prediction, but received targets of shape (8,) for "
      "predictions of shape (8, 10). Make class numbers one-hot with utils::to_categorical, or give the last "
      "layer the shape of one target.");
  CHECK_THROWS_WITH(get(Precision({.top_k = 4, .name = "p"}), {8, 3}, {8, 3}),
                    "The metric p with top_k = 4 needs as many predictions in each row, but received "
                    "predictions of shape (8, 3).");
  CHECK_THROWS_WITH(get(Recall({.class_id = 3, .name = "r"}), {8, 3}, {8, 3}), Contains("class_id = 3"));
  CHECK_THROWS_WITH(get(AUC({.name = "a", .multi_label = true}), {8, 2, 2}, {8, 2, 2}),
                    "The metric a with multi_label = true needs predictions of shape (batch, labels), but "
                    "received predictions of shape (8, 2, 2).");
  CHECK_THROWS_WITH(get(AUC({.multi_label = true, .num_labels = 4}), {8, 2}, {8, 2}),
                    Contains("with num_labels = 4 needs predictions of shape (batch, 4)"));
  CHECK_THROWS_WITH(get(AUC({.label_weights = {1, 2}}), {8, 3}, {8, 3}),
                    Contains("with 2 label_weights needs rows of 2 predictions"));
  Recall recall({.name = "recall"});
  CHECK_THROWS_WITH(
      recall.update_state(View(vector({1, 0})), View(vector({1, 0})), View(vector({1, 0, 3}))),
      "recall: sample_weight must hold one number for each sample, shape (2,), but received the shape (3,).");
  CHECK_THROWS_WITH(get("top_k_categorical_accuracy", {8}, {8, 3}), Contains("one-hot targets"));
}
