#include "keratin/optimizers/optimizer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "identifier_members.hpp"
#include "keratin/error.hpp"
#include "utils/lower_case.hpp"

namespace keratin::optimizers {

namespace {

bool is_finite_and_not_negative(double value) {
  return value >= 0.0 && value <= std::numeric_limits<float>::max();
}

double checked_learning_rate(double learning_rate) {
  if (is_finite_and_not_negative(learning_rate)) return learning_rate;
  throw ValueError(
      fmt::format("learning_rate must be a finite number, 0 or more, but received {}. Usual are 0.0001 to "
                  "0.1.",
                  learning_rate));
}

}  // namespace

LearningRate::LearningRate(std::shared_ptr<const schedules::LearningRateSchedule> schedule)
    : schedule_(std::move(schedule)) {
  if (schedule_ == nullptr)
    throw ValueError("learning_rate must be a number or a schedule, but received a null pointer.");
}

Optimizer::Optimizer(std::string_view class_name, OptimizerOptions options)
    : class_name_(class_name), options_(std::move(options)) {
  if (options_.name.empty()) options_.name = utils::lower_case(class_name_);
  check_options();
}

void Optimizer::check_options() const {
  static_cast<void>(learning_rate());
  if (options_.weight_decay) check_not_negative("weight_decay", *options_.weight_decay);
  check_positive("clipnorm", options_.clipnorm);
  check_positive("clipvalue", options_.clipvalue);
  check_positive("global_clipnorm", options_.global_clipnorm);
  if (options_.clipnorm.has_value() + options_.clipvalue.has_value() + options_.global_clipnorm.has_value() >
      1)
    fail("only one of clipnorm, clipvalue and global_clipnorm can be set: gradients are clipped in one way.");
  check_fraction("ema_momentum", options_.ema_momentum);
  check_at_least("ema_overwrite_frequency", options_.ema_overwrite_frequency, 1);
  check_at_least("gradient_accumulation_steps", options_.gradient_accumulation_steps, 2);
}

Config Optimizer::get_config() const { fail("no file can hold an optimizer of your own class."); }

double Optimizer::learning_rate() const {
  return checked_learning_rate(options_.learning_rate.at(iterations_));
}

void Optimizer::set_learning_rate(double learning_rate) {
  if (options_.learning_rate.schedule() != nullptr) {
    fail(
        "its learning_rate comes from a schedule and cannot be set. Make the optimizer with a number as "
        "learning_rate to set another one later.");
  }
  options_.learning_rate = checked_learning_rate(learning_rate);
}

void Optimizer::exclude_from_weight_decay(const ExcludeFromWeightDecayOptions& options) {
  not_decaying_ = options.var_names;
}

bool Optimizer::decays(const std::string& weight_name) const {
  return options_.weight_decay &&
         std::none_of(not_decaying_.begin(), not_decaying_.end(),
                      [&](const std::string& part) { return weight_name.find(part) != std::string::npos; });
}

void Optimizer::fail(const std::string& message) const {
  throw ValueError(fmt::format("{}: {}", class_name_, message));
}

void Optimizer::check_not_negative(const char* parameter, double value) const {
  if (is_finite_and_not_negative(value)) return;
  fail(fmt::format("{} must be a finite number, 0 or more, but received {}.", parameter, value));
}

void Optimizer::check_fraction(const char* parameter, double value) const {
  if (value >= 0.0 && value <= 1.0) return;
  fail(fmt::format("{} must be from 0 to 1, but received {}.", parameter, value));
}

void Optimizer::check_decay(const char* parameter, double value) const {
  if (value >= 0.0 && value < 1.0 && static_cast<float>(value) < 1.0f) return;
  fail(fmt::format("{} must be from 0 to less than 1, but received {}.", parameter, value));
}

void Optimizer::check_positive(const char* parameter, std::optional<double> value) const {
  if (!value || (*value > 0.0 && is_finite_and_not_negative(*value))) return;
  fail(fmt::format("{} must be a finite number over 0, but received {}.", parameter, *value));
}

void Optimizer::check_at_least(const char* parameter, std::optional<int> value, int least) const {
  if (!value || *value >= least) return;
  fail(fmt::format("{} must be {} or more, but received {}.", parameter, least, *value));
}

}  // namespace keratin::optimizers

template class keratin::Identifier<keratin::optimizers::Optimizer>;
