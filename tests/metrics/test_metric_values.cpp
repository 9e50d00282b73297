#include <functional>
#include <map>
#include <vector>

#include "keratin/metrics.hpp"
#include "support/catch.hpp"
#include "support/golden_json.hpp"

namespace {

using namespace keratin;
using namespace keratin::metrics;
using testing::golden::Json;

Thresholds thresholds_of(const testing::Arguments& arguments) {
  if (!arguments.has("thresholds")) return {};
  const std::vector<double>& numbers = arguments.numbers.at("thresholds");
  return Thresholds(numbers.begin(), numbers.end());
}

std::optional<int> integer(const testing::Arguments& arguments, const std::string& key) {
  return arguments.has(key) ? std::optional(arguments.integer(key, 0)) : std::nullopt;
}

std::shared_ptr<Metric> make_auc(const testing::Arguments& arguments) {
  AUCOptions options{.num_thresholds = arguments.integer("num_thresholds", 200),
                     .curve = arguments.text("curve", "ROC"),
                     .summation_method = arguments.text("summation_method", "interpolation"),
                     .thresholds = {},
                     .multi_label = arguments.flag("multi_label", false),
                     .num_labels = integer(arguments, "num_labels"),
                     .from_logits = arguments.flag("from_logits", false)};
  if (arguments.has("thresholds")) options.thresholds = arguments.numbers.at("thresholds");
  if (arguments.has("label_weights")) options.label_weights = arguments.numbers.at("label_weights");
  return std::make_shared<AUC>(options);
}

std::shared_ptr<Metric> make(const std::string& name, const testing::Arguments& arguments) {
  const auto top_k = integer(arguments, "top_k"), class_id = integer(arguments, "class_id");
  const Thresholds thresholds = thresholds_of(arguments);
  if (name == "Precision")
    return std::make_shared<Precision>(
        PrecisionOptions{.thresholds = thresholds, .top_k = top_k, .class_id = class_id});
  if (name == "Recall")
    return std::make_shared<Recall>(
        RecallOptions{.thresholds = thresholds, .top_k = top_k, .class_id = class_id});
  if (name == "AUC") return make_auc(arguments);
  if (name == "MeanSquaredError") return std::make_shared<MeanSquaredError>();
  if (name == "MeanAbsoluteError") return std::make_shared<MeanAbsoluteError>();
  if (name == "Accuracy") return std::make_shared<Accuracy>();
  if (name == "BinaryAccuracy")
    return std::make_shared<BinaryAccuracy>(
        BinaryAccuracyOptions{.threshold = arguments.number("threshold", 0.5)});
  if (name == "TopKCategoricalAccuracy")
    return std::make_shared<TopKCategoricalAccuracy>(
        TopKCategoricalAccuracyOptions{.k = arguments.integer("k", 5)});
  if (name == "CosineSimilarity")
    return std::make_shared<CosineSimilarity>(CosineSimilarityOptions{.axis = arguments.integer("axis", -1)});
  return nullptr;
}

View part_of(const Tensor& tensor, int begin, int end) {
  Shape shape = shape_of(tensor);
  const std::size_t sample = tensor.size() / static_cast<std::size_t>(shape[0]);
  shape[0] = end - begin;
  return {tensor.data() + static_cast<std::size_t>(begin) * sample, shape};
}

std::vector<double> figures_of(const Metric& metric) {
  const auto* over_thresholds = dynamic_cast<const ThresholdMetric*>(&metric);
  return over_thresholds != nullptr ? over_thresholds->results() : std::vector<double>{metric.result()};
}

void check_batches(Metric& metric, const Json& golden, const char* key) {
  const Tensor y_true = testing::golden::tensor(golden.at("y_true"));
  const Tensor y_pred = testing::golden::tensor(golden.at("y_pred"));
  const Tensor sample_weight = testing::golden::tensor(golden.at("sample_weight"));
  const int cuts[] = {0, 4, 5, shape_of(y_true)[0]};
  metric.reset_state();
  for (std::size_t batch = 0; batch < 3; ++batch) {
    const int begin = cuts[batch], end = cuts[batch + 1];
    metric.update_state(part_of(y_true, begin, end), part_of(y_pred, begin, end),
                        std::string(key) == "weighted" ? part_of(sample_weight, begin, end) : View{});
    const auto expected = golden.at(key)[batch].get<std::vector<double>>();
    const std::vector<double> figures = figures_of(metric);
    REQUIRE(figures.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      INFO(key << ", batch " << batch << ", value " << i);
      CHECK(figures[i] == Approx(expected[i]).epsilon(3e-6).margin(1e-6));
    }
  }
}

}  // namespace

TEST_CASE("Metrics have Keras's values after each batch, weighted and unweighted") {
  const Json contents = testing::golden::read("metrics.json");
  REQUIRE(contents.at("cases").size() >= 72);
  for (const Json& golden : contents.at("cases")) {
    INFO(golden.at("name"));
    const std::string name = golden.at("class");
    std::shared_ptr<Metric> metric = make(name, testing::golden::arguments(golden.at("args")));
    if (metric == nullptr) {  // a class that has no options, or none that is used
      const Shape y_true = shape_of(testing::golden::tensor(golden.at("y_true")));
      metric = get(name, y_true, shape_of(testing::golden::tensor(golden.at("y_pred"))));
    }
    check_batches(*metric, golden, "plain");
    check_batches(*metric, golden, "weighted");
    check_batches(*metric->clone(), golden, "plain");
  }
}
