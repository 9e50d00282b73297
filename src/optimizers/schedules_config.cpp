// Schedules of learning rates in configs.
#include <fmt/format.h>

#include "config/object_classes.hpp"
#include "keratin/optimizers/optimizer.hpp"
#include "keratin/optimizers/schedules.hpp"

namespace keratin::optimizers {

namespace schedules {

template <class Fields>
void list_fields(Fields& fields, ExponentialDecayOptions& options) {
  fields("staircase", options.staircase);
}

template <class Fields>
void list_fields(Fields& fields, InverseTimeDecayOptions& options) {
  fields("staircase", options.staircase);
}

template <class Fields>
void list_fields(Fields& fields, PolynomialDecayOptions& options) {
  fields("end_learning_rate", options.end_learning_rate);
  fields("power", options.power);
  fields("cycle", options.cycle);
}

template <class Fields>
void list_fields(Fields& fields, CosineDecayOptions& options) {
  fields("alpha", options.alpha);
  fields("warmup_target", options.warmup_target);
  fields("warmup_steps", options.warmup_steps);
}

namespace {

template <class Class, class Options>
std::shared_ptr<const LearningRateSchedule> make(const Config& config) {
  ConfigReader reader(config);
  reader.ignore("name");
  const auto initial = reader.required<double>("initial_learning_rate");
  const auto steps = reader.required<double>("decay_steps");
  if constexpr (std::is_constructible_v<Class, double, double, double, Options>) {
    const auto rate = reader.required<double>("decay_rate");
    return std::make_shared<const Class>(initial, steps, rate, reader.options<Options>());
  } else {
    return std::make_shared<const Class>(initial, steps, reader.options<Options>());
  }
}

std::shared_ptr<const LearningRateSchedule> make_piecewise(const Config& config) {
  ConfigReader reader(config);
  reader.ignore("name");
  std::vector<std::int64_t> boundaries;
  std::vector<double> values;
  reader.required("boundaries", boundaries);
  reader.required("values", values);
  reader.finish();
  return std::make_shared<const PiecewiseConstantDecay>(boundaries, values);
}

}  // namespace

Config LearningRateSchedule::get_config() const {
  throw ValueError(
      fmt::format("Schedule {}: no file can hold a schedule of your own class. Save with "
                  "{{.include_optimizer = false}}.",
                  name()));
}

Config ExponentialDecay::get_config() const {
  return write_config(
      Config::entries({{"initial_learning_rate", initial_}, {"decay_steps", steps_}, {"decay_rate", rate_}}),
      ExponentialDecayOptions{staircase_});
}

Config PiecewiseConstantDecay::get_config() const {
  return Config::entries(
      {{"boundaries", keratin::to_config(boundaries_)}, {"values", keratin::to_config(values_)}});
}

Config PolynomialDecay::get_config() const {
  return write_config(Config::entries({{"initial_learning_rate", initial_}, {"decay_steps", steps_}}),
                      options_);
}

Config InverseTimeDecay::get_config() const {
  return write_config(
      Config::entries({{"initial_learning_rate", initial_}, {"decay_steps", steps_}, {"decay_rate", rate_}}),
      InverseTimeDecayOptions{staircase_});
}

Config CosineDecay::get_config() const {
  return write_config(Config::entries({{"initial_learning_rate", initial_}, {"decay_steps", steps_}}),
                      options_);
}

}  // namespace schedules

Config to_config(const LearningRate& learning_rate) {
  const auto& schedule = learning_rate.schedule();
  if (schedule == nullptr) return learning_rate.at(0);
  return keratin::to_config("keras.optimizers.schedules", {schedule->name(), schedule->get_config()});
}

void read_argument(std::string_view argument, const Config& config, LearningRate& learning_rate) {
  using namespace schedules;
  static const ObjectClasses<LearningRateSchedule> classes = {
      {"CosineDecay", make<CosineDecay, CosineDecayOptions>},
      {"ExponentialDecay", make<ExponentialDecay, ExponentialDecayOptions>},
      {"InverseTimeDecay", make<InverseTimeDecay, InverseTimeDecayOptions>},
      {"PiecewiseConstantDecay", make_piecewise},
      {"PolynomialDecay", make<PolynomialDecay, PolynomialDecayOptions>}};
  if (config.as<Config::Entries>() != nullptr) {
    learning_rate = read_object("schedule", classes, argument, config);
  } else {
    double value = 0.0;
    keratin::read_argument(argument, config, value);
    learning_rate = value;
  }
}

}  // namespace keratin::optimizers
