// Schedules of learning rates in configs.
#include <fmt/format.h>

#include "config/class_table.hpp"
#include "keratin/optimizers/optimizer.hpp"
#include "keratin/optimizers/schedules.hpp"

namespace keratin::optimizers {

namespace schedules {

namespace {

/// What all schedules but one have. Keras gives them a name, which nothing uses.
template <class Fields>
void list_start(Fields& fields, double& initial_learning_rate, double& decay_steps) {
  fields.ignore("name");
  fields.required("initial_learning_rate", initial_learning_rate);
  fields.required("decay_steps", decay_steps);
}

}  // namespace

template <class Fields>
void list_fields(Fields& fields, double& initial, double& steps, double& rate,
                 ExponentialDecayOptions& options) {
  list_start(fields, initial, steps);
  fields.required("decay_rate", rate);
  fields("staircase", options.staircase);
}

template <class Fields>
void list_fields(Fields& fields, double& initial, double& steps, double& rate,
                 InverseTimeDecayOptions& options) {
  list_start(fields, initial, steps);
  fields.required("decay_rate", rate);
  fields("staircase", options.staircase);
}

template <class Fields>
void list_fields(Fields& fields, double& initial, double& steps, PolynomialDecayOptions& options) {
  list_start(fields, initial, steps);
  fields("end_learning_rate", options.end_learning_rate);
  fields("power", options.power);
  fields("cycle", options.cycle);
}

template <class Fields>
void list_fields(Fields& fields, double& initial, double& steps, CosineDecayOptions& options) {
  list_start(fields, initial, steps);
  fields("alpha", options.alpha);
  fields("warmup_target", options.warmup_target);
  fields("warmup_steps", options.warmup_steps);
}

struct PiecewiseConstantDecayOptions : NoOptions {};

template <class Fields>
void list_fields(Fields& fields, std::vector<std::int64_t>& boundaries, std::vector<double>& values,
                 PiecewiseConstantDecayOptions& /*options*/) {
  fields.ignore("name");
  fields.required("boundaries", boundaries);
  fields.required("values", values);
}

Config LearningRateSchedule::get_config() const {
  throw ValueError(fmt::format("Schedule {}: no file can hold a schedule of your own class.", name()));
}

Config ExponentialDecay::get_config() const {
  return write_config(Config::entries(), ExponentialDecayOptions{staircase_}, initial_, steps_, rate_);
}

Config PiecewiseConstantDecay::get_config() const {
  return write_config(Config::entries(), PiecewiseConstantDecayOptions{}, boundaries_, values_);
}

Config PolynomialDecay::get_config() const {
  return write_config(Config::entries(), options_, initial_, steps_);
}

Config InverseTimeDecay::get_config() const {
  return write_config(Config::entries(), InverseTimeDecayOptions{staircase_}, initial_, steps_, rate_);
}

Config CosineDecay::get_config() const { return write_config(Config::entries(), options_, initial_, steps_); }

}  // namespace schedules

Config to_config(const LearningRate& learning_rate) {
  const auto& schedule = learning_rate.schedule();
  if (schedule == nullptr) return learning_rate.at(0);
  return keratin::to_config("keras.optimizers.schedules", {schedule->name(), schedule->get_config()});
}

void read_argument(std::string_view argument, const Config& config, LearningRate& learning_rate) {
  using namespace schedules;
  using Schedule = LearningRateSchedule;
  static const ClassTable<Schedule> table(
      "schedule", "schedules::LearningRateSchedule", "keras.optimizers.schedules",
      {known_class<Schedule, CosineDecay, CosineDecayOptions, double, double>({"CosineDecay"}),
       known_class<Schedule, ExponentialDecay, ExponentialDecayOptions, double, double, double>(
           {"ExponentialDecay"}),
       known_class<Schedule, InverseTimeDecay, InverseTimeDecayOptions, double, double, double>(
           {"InverseTimeDecay"}),
       known_class<Schedule, PiecewiseConstantDecay, PiecewiseConstantDecayOptions, std::vector<std::int64_t>,
                   std::vector<double>>({"PiecewiseConstantDecay"}),
       known_class<Schedule, PolynomialDecay, PolynomialDecayOptions, double, double>({"PolynomialDecay"})});
  if (config.as<Config::Entries>() != nullptr) {
    learning_rate = std::shared_ptr<const Schedule>(table.read(argument, config));
  } else {
    double value = 0.0;
    keratin::read_argument(argument, config, value);
    learning_rate = value;
  }
}

}  // namespace keratin::optimizers
