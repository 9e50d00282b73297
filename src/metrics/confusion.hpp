#pragma once

#include <vector>

#include "keratin/metrics/confusion.hpp"

namespace keratin::metrics {

/// part / whole; 0 if the whole is 0.
double ratio(double part, double whole);

/// Whether thresholds are 0, 1 / (n - 1) ... 1: Keras then finds a prediction's position among them by
/// multiplication, which rounds differently from a comparison.
bool are_evenly_distributed(const std::vector<double>& thresholds);

/// Throws ValueError, naming the metric, unless there is one target for each prediction.
void check_one_by_one(const Metric& metric, const Shape& y_true, const Shape& y_pred);

}  // namespace keratin::metrics
