#include "keratin/metrics/regression.hpp"

#include <cmath>
#include <utility>

#include "keratin/error.hpp"
#include "keratin/losses/regression.hpp"
#include "losses/known.hpp"
#include "metrics/fields.hpp"
#include "metrics/known.hpp"

namespace keratin::metrics {

namespace {

/// Keras's class of the metric of a loss's function. None if the loss is an object, which may have options,
/// and for the cosine, whose metric has the opposite sign.
std::string class_of_loss(const std::string& loss) {
  if (losses::class_of(loss) == "CosineSimilarity") return "";
  if (!class_of(loss).empty()) return class_of(loss);
  return loss.empty() ? "" : "MeanMetricWrapper";
}

Config config_of_loss(const std::string& loss, const std::string& name) {
  Config config = Config::entries({{"name", name}, {"dtype", "float32"}});
  if (class_of_loss(loss) == "MeanMetricWrapper") config.set("fn", losses::function_of(loss));
  return config;
}

}  // namespace

LossMetric::LossMetric(const Identifier<losses::Loss>& loss, const std::string& name)
    : MeanMetric(class_of_loss(loss.name()).c_str(),
                 config_of_loss(loss.name(), name.empty() && loss ? losses::get(loss)->name() : name)),
      loss_(losses::get(loss)) {
  if (loss_ == nullptr)
    throw ValueError("LossMetric: loss must be a name or an object, but received nothing.");
}

LossMetric::LossMetric(const char* class_name, Config config, std::shared_ptr<const losses::Loss> loss)
    : MeanMetric(class_name, std::move(config)), loss_(std::move(loss)) {}

void LossMetric::check(const Shape& y_true, const Shape& y_pred) const {
  if (loss_ == nullptr) throw ValueError("LossMetric: it was moved into another object.");
  loss_->check(y_true, y_pred);
}

Shape LossMetric::measure(View y_true, View y_pred, std::vector<float>& values) const {
  loss_->check_values(y_true, y_pred.shape());
  const Shape entries = loss_->output_shape(y_pred.shape());
  values.resize(entries.element_count());
  loss_->call(losses::aligned(y_true, y_pred.shape()), y_pred, {values.data(), entries});
  return entries;
}

std::shared_ptr<Metric> LossMetric::clone() const { return std::make_shared<LossMetric>(*this); }

MeanSquaredError::MeanSquaredError(const MeanSquaredErrorOptions& options)
    : LossMetric("MeanSquaredError", metric_config(options), std::make_shared<losses::MeanSquaredError>()) {}

MeanAbsoluteError::MeanAbsoluteError(const MeanAbsoluteErrorOptions& options)
    : LossMetric("MeanAbsoluteError", metric_config(options), std::make_shared<losses::MeanAbsoluteError>()) {
}

RootMeanSquaredError::RootMeanSquaredError(const RootMeanSquaredErrorOptions& options)
    : LossMetric("RootMeanSquaredError", metric_config(options),
                 std::make_shared<losses::MeanSquaredError>()) {}

double RootMeanSquaredError::result() const { return std::sqrt(LossMetric::result()); }

std::shared_ptr<Metric> RootMeanSquaredError::clone() const {
  return std::make_shared<RootMeanSquaredError>(*this);
}

CosineSimilarity::CosineSimilarity(const CosineSimilarityOptions& options)
    : LossMetric(
          "CosineSimilarity", metric_config(options),
          std::make_shared<losses::CosineSimilarity>(losses::CosineSimilarityOptions{.axis = options.axis})) {
}

double CosineSimilarity::result() const { return 0.0 - LossMetric::result(); }

std::shared_ptr<Metric> CosineSimilarity::clone() const { return std::make_shared<CosineSimilarity>(*this); }

}  // namespace keratin::metrics
