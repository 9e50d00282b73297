#include "support/make_optimizer.hpp"

#include <stdexcept>

namespace keratin::testing {

namespace {

using namespace optimizers;

/// The arguments that all optimizers have.
template <class Options>
void take_shared(Options& options, const Arguments& arguments) {
  const auto take = [&](const char* key, auto& field) {
    if (arguments.has(key)) field = arguments.number(key, 0);
  };
  const auto take_integer = [&](const char* key, std::optional<int>& field) {
    if (arguments.has(key)) field = arguments.integer(key, 0);
  };
  take("learning_rate", options.learning_rate);
  take("weight_decay", options.weight_decay);
  take("clipnorm", options.clipnorm);
  take("clipvalue", options.clipvalue);
  take("global_clipnorm", options.global_clipnorm);
  options.use_ema = arguments.flag("use_ema", false);
  take("ema_momentum", options.ema_momentum);
  take_integer("ema_overwrite_frequency", options.ema_overwrite_frequency);
  take_integer("gradient_accumulation_steps", options.gradient_accumulation_steps);
}

/// Those that some of them have.
template <class Options>
void take_own(Options& options, const Arguments& arguments) {
  const auto take = [&](const char* key, double& field) { field = arguments.number(key, field); };
  if constexpr (requires { options.beta_1; }) {
    take("beta_1", options.beta_1);
    take("beta_2", options.beta_2);
  }
  if constexpr (requires { options.epsilon; }) take("epsilon", options.epsilon);
  if constexpr (requires { options.rho; }) take("rho", options.rho);
  if constexpr (requires { options.momentum; }) take("momentum", options.momentum);
  if constexpr (requires { options.initial_accumulator_value; })
    take("initial_accumulator_value", options.initial_accumulator_value);
  if constexpr (requires { options.nesterov; }) options.nesterov = arguments.flag("nesterov", false);
  if constexpr (requires { options.centered; }) options.centered = arguments.flag("centered", false);
  if constexpr (requires { options.amsgrad; }) options.amsgrad = arguments.flag("amsgrad", false);
}

template <class Class, class Options>
Identifier<Optimizer> make(const Arguments& arguments, const std::optional<LearningRate>& schedule) {
  Options options;
  take_shared(options, arguments);
  take_own(options, arguments);
  if (schedule) options.learning_rate = *schedule;
  return Class(options);
}

}  // namespace

Identifier<Optimizer> make_optimizer(const std::string& class_name, const Arguments& arguments,
                                     const std::optional<LearningRate>& schedule) {
  if (class_name == "SGD") return make<SGD, SGDOptions>(arguments, schedule);
  if (class_name == "RMSprop") return make<RMSprop, RMSpropOptions>(arguments, schedule);
  if (class_name == "Adam") return make<Adam, AdamOptions>(arguments, schedule);
  if (class_name == "AdamW") return make<AdamW, AdamWOptions>(arguments, schedule);
  if (class_name == "Adadelta") return make<Adadelta, AdadeltaOptions>(arguments, schedule);
  if (class_name == "Adagrad") return make<Adagrad, AdagradOptions>(arguments, schedule);
  if (class_name == "Adamax") return make<Adamax, AdamaxOptions>(arguments, schedule);
  if (class_name == "Nadam") return make<Nadam, NadamOptions>(arguments, schedule);
  if (class_name == "Lion") return make<Lion, LionOptions>(arguments, schedule);
  throw std::runtime_error("There is no optimizer " + class_name + ".");
}

}  // namespace keratin::testing
