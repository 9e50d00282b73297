#include "keratin/metrics/regression.hpp"

#include <cmath>
#include <utility>

#include "keratin/error.hpp"
#include "keratin/losses/regression.hpp"

namespace keratin::metrics {

LossMetric::LossMetric(const Identifier<losses::Loss>& loss, const std::string& name)
    : MeanMetric(name.empty() && loss ? losses::get(loss)->name() : name), loss_(losses::get(loss)) {
  if (loss_ == nullptr)
    throw ValueError("LossMetric: loss must be a name or an object, but received nothing.");
}

void LossMetric::check(const Shape& y_true, const Shape& y_pred) const { loss_->check(y_true, y_pred); }

Shape LossMetric::measure(View y_true, View y_pred, std::vector<float>& figures) const {
  loss_->check_values(y_true, y_pred.shape());
  const Shape entries = loss_->output_shape(y_pred.shape());
  figures.resize(entries.element_count());
  loss_->call(losses::aligned(y_true, y_pred.shape()), y_pred, {figures.data(), entries});
  return entries;
}

std::shared_ptr<Metric> LossMetric::clone() const { return std::make_shared<LossMetric>(*this); }

MeanSquaredError::MeanSquaredError(const MeanSquaredErrorOptions& options)
    : LossMetric(losses::MeanSquaredError(), options.name) {}

MeanAbsoluteError::MeanAbsoluteError(const MeanAbsoluteErrorOptions& options)
    : LossMetric(losses::MeanAbsoluteError(), options.name) {}

RootMeanSquaredError::RootMeanSquaredError(const RootMeanSquaredErrorOptions& options)
    : LossMetric(losses::MeanSquaredError(), options.name) {}

double RootMeanSquaredError::result() const { return std::sqrt(LossMetric::result()); }

std::shared_ptr<Metric> RootMeanSquaredError::clone() const {
  return std::make_shared<RootMeanSquaredError>(*this);
}

CosineSimilarity::CosineSimilarity(const CosineSimilarityOptions& options)
    : LossMetric(losses::CosineSimilarity({.axis = options.axis}), options.name) {}

double CosineSimilarity::result() const { return 0.0 - LossMetric::result(); }

std::shared_ptr<Metric> CosineSimilarity::clone() const { return std::make_shared<CosineSimilarity>(*this); }

}  // namespace keratin::metrics
