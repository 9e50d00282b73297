#pragma once

#include <memory>
#include <string>

#include "keratin/metrics/metric.hpp"

namespace keratin::metrics {

/// The metric of this function or class of Keras's, called `name` in logs; null where there is none.
/// "accuracy" is none: it depends on shapes.
std::shared_ptr<Metric> find(const std::string& function, const std::string& name);

/// Whether the metric that `name` means by itself is that of `function`: "mae" is that of
/// "mean_absolute_error".
bool is_called(const std::string& function, const std::string& name);

/// Keras's class of the metric that `name` means; empty where it has none, as of "accuracy" and "huber".
std::string class_of(const std::string& name);

}  // namespace keratin::metrics
