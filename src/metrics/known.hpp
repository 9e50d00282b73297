#pragma once

#include <memory>
#include <string>

#include "keratin/metrics/metric.hpp"

namespace keratin::metrics {

/// The metric of this function or class of Keras, called `name` in logs; null if there is none. "accuracy"
/// has none: it depends on shapes.
std::shared_ptr<Metric> find(const std::string& function, const std::string& name);

/// Whether `name` by itself stands for the metric of `function`: "mae" does for "mean_absolute_error".
bool is_called(const std::string& function, const std::string& name);

/// Keras's class of the metric `name`; empty if it has none, as for "accuracy" and "huber".
std::string class_of(const std::string& name);

/// Whether it is of a user's class and not registered, so that what a file holds of it, its name, means
/// nothing to a program that reads it.
bool is_own(const Identifier<Metric>& identifier);

}  // namespace keratin::metrics
