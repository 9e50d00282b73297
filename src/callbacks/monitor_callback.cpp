#include "keratin/callbacks/monitor_callback.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>
#include <vector>

#include "callbacks/messages.hpp"
#include "callbacks/validation_advice.hpp"
#include "keratin/error.hpp"
#include "models/model_layer.hpp"
#include "models/trainer.hpp"
#include "nearest_name.hpp"

namespace keratin::callbacks {

MonitorCallback::MonitorCallback(std::string class_name, std::string monitor, std::string mode,
                                 std::optional<double> best, double min_delta)
    : class_name_(std::move(class_name)),
      monitor_(std::move(monitor)),
      mode_(std::move(mode)),
      best_(best),
      min_delta_(std::abs(min_delta)) {
  if (monitor_.empty()) fail("monitor must be the name of a metric, such as \"val_loss\".");
  if (mode_ != "auto" && mode_ != "min" && mode_ != "max")
    fail(fmt::format("mode must be \"auto\", \"min\" or \"max\", but received \"{}\".", mode_));
  if (!std::isfinite(min_delta)) fail(fmt::format("min_delta must be finite, but received {}.", min_delta));
}

void MonitorCallback::fail(const std::string& message) const {
  throw ValueError(fmt::format("{}: {}", class_name_, message));
}

namespace {

/// How a metric that is not in the logs comes into them; empty if that is not known.
std::string advice_on(const std::string& monitor, const Logs& logs) {
  std::vector<std::string> known;
  for (const auto& entry : logs) known.push_back(entry.first);
  if (std::string advice = validation_advice(monitor, known); !advice.empty()) return advice;
  const std::string nearest = nearest_name(monitor, known);
  return nearest.empty() ? "" : fmt::format(" Did you mean \"{}\"?", nearest);
}

}  // namespace

void MonitorCallback::on_train_begin() {
  if (mode_ != "auto") {
    rises_ = mode_ == "max";
    return;
  }
  const std::string name = monitor_.starts_with("val_") ? monitor_.substr(4) : monitor_;
  std::vector<Trainer::NamedMetric> metrics = layer_of(model()).trainer->named_metrics();
  metrics.push_back({"loss", false});
  std::vector<std::string> known;
  bool is_there = false;  // but does not say which way it goes
  for (const Trainer::NamedMetric& metric : metrics) {
    if (metric.name == name && metric.rises) {
      rises_ = *metric.rises;
      return;
    }
    is_there = is_there || metric.name == name;
    if (metric.rises) known.insert(known.end(), {metric.name, "val_" + metric.name});
  }
  const std::string meant = is_there ? "" : did_you_mean(monitor_, known);
  fail(fmt::format("cannot tell whether \"{}\" should fall or rise{} .mode = \"min\" or \"max\".", monitor_,
                   meant.empty() ? ": give" : meant + " If not, give"));
}

bool MonitorCallback::improves(double value, std::optional<double> reference) const {
  if (!reference) return true;
  const auto limit = static_cast<float>(*reference);
  return rises_ ? static_cast<float>(value - min_delta_) > limit
                : static_cast<float>(value + min_delta_) < limit;
}

std::optional<double> MonitorCallback::monitored(const Logs& logs, const char* consequence) const {
  const std::optional<double> value = logs.find(monitor_);
  if (!value) {
    warn(fmt::format("{} looks at \"{}\", which is not there{}. There are: {}.{}", class_name_, monitor_,
                     consequence, logs.names(), advice_on(monitor_, logs)));
  }
  return value;
}

void MonitorCallback::check_not_negative(const char* option, int value) const {
  if (value < 0) fail(fmt::format("{} must not be negative, but received {}.", option, value));
}

void MonitorCallback::archive(utils::StateArchive& archive) { archive(best_); }

}  // namespace keratin::callbacks
