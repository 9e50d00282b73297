// Optimizers and their learning rates in configs.
#include <type_traits>

#include "config/object_classes.hpp"
#include "keratin/error.hpp"
#include "keratin/optimizers.hpp"

namespace keratin::optimizers {

namespace {

/// What all optimizers have.
template <class Fields, class Options>
void list_shared(Fields& fields, Options& options) {
  fields("name", options.name);
  fields("learning_rate", options.learning_rate);
  fields("weight_decay", options.weight_decay);
  fields("clipnorm", options.clipnorm);
  fields("global_clipnorm", options.global_clipnorm);
  fields("clipvalue", options.clipvalue);
  fields("use_ema", options.use_ema);
  fields("ema_momentum", options.ema_momentum);
  fields("ema_overwrite_frequency", options.ema_overwrite_frequency);
  fields("gradient_accumulation_steps", options.gradient_accumulation_steps);
}

template <class Fields, class Options>
void list_betas(Fields& fields, Options& options) {
  fields("beta_1", options.beta_1);
  fields("beta_2", options.beta_2);
}

}  // namespace

template <class Fields>
void list_fields(Fields& fields, SGDOptions& options) {
  list_shared(fields, options);
  fields("momentum", options.momentum);
  fields("nesterov", options.nesterov);
}

template <class Fields>
void list_fields(Fields& fields, RMSpropOptions& options) {
  list_shared(fields, options);
  fields("rho", options.rho);
  fields("momentum", options.momentum);
  fields("epsilon", options.epsilon);
  fields("centered", options.centered);
}

template <class Fields>
void list_fields(Fields& fields, AdamOptions& options) {
  list_shared(fields, options);
  list_betas(fields, options);
  fields("epsilon", options.epsilon);
  fields("amsgrad", options.amsgrad);
}

template <class Fields>
void list_fields(Fields& fields, AdamWOptions& options) {
  list_shared(fields, options);
  list_betas(fields, options);
  fields("epsilon", options.epsilon);
  fields("amsgrad", options.amsgrad);
}

template <class Fields>
void list_fields(Fields& fields, AdamaxOptions& options) {
  list_shared(fields, options);
  list_betas(fields, options);
  fields("epsilon", options.epsilon);
}

template <class Fields>
void list_fields(Fields& fields, NadamOptions& options) {
  list_shared(fields, options);
  list_betas(fields, options);
  fields("epsilon", options.epsilon);
}

template <class Fields>
void list_fields(Fields& fields, AdadeltaOptions& options) {
  list_shared(fields, options);
  fields("rho", options.rho);
  fields("epsilon", options.epsilon);
}

template <class Fields>
void list_fields(Fields& fields, AdagradOptions& options) {
  list_shared(fields, options);
  fields("initial_accumulator_value", options.initial_accumulator_value);
  fields("epsilon", options.epsilon);
}

template <class Fields>
void list_fields(Fields& fields, LionOptions& options) {
  list_shared(fields, options);
  list_betas(fields, options);
}

namespace {

/// Before Keras 2.11 every optimizer but Nadam divided its learning rate by 1 + decay · steps.
LearningRate decayed(const LearningRate& learning_rate, double decay) {
  if (decay == 0.0) return learning_rate;
  if (learning_rate.schedule() != nullptr)
    throw ValueError("the arguments 'decay' and 'learning_rate', a schedule, are not supported together");
  return schedules::InverseTimeDecay(learning_rate.at(0), 1.0, decay);
}

/// Also where Keras 2 wrote the arguments: with `lr` once, with a `decay` of the learning rate, and with how
/// TensorFlow was to run it, which changes no result. Nadam's decay was that of its momentum's warm-up.
template <class Class, class Options>
std::shared_ptr<const Optimizer> make(const Config& config) {
  ConfigReader reader(config);
  reader.renamed("lr", "learning_rate");
  double decay = 0.0;
  reader("decay", decay);
  reader.ignore("jit_compile");
  reader.ignore("is_legacy_optimizer");
  constexpr bool is_nadam = std::is_same_v<Class, Nadam>;
  if constexpr (is_nadam) reader.ignore("schedule_decay");
  auto options = reader.options<Options>();
  if constexpr (!is_nadam) options.learning_rate = decayed(options.learning_rate, decay);
  return std::make_shared<Class>(options);
}

}  // namespace

Config SGD::get_config() const { return write_config(now(options_)); }
Config RMSprop::get_config() const { return write_config(now(options_)); }
Config Adam::get_config() const { return write_config(now(options_)); }
Config Adamax::get_config() const { return write_config(now(options_)); }
Config Nadam::get_config() const { return write_config(now(options_)); }
Config Adadelta::get_config() const { return write_config(now(options_)); }
Config Adagrad::get_config() const { return write_config(now(options_)); }
Config Lion::get_config() const { return write_config(now(options_)); }

void read_argument(std::string_view argument, const Config& config, Identifier<Optimizer>& identifier) {
  static const ObjectClasses<Optimizer> classes = {{"Adadelta", make<Adadelta, AdadeltaOptions>},
                                                   {"Adagrad", make<Adagrad, AdagradOptions>},
                                                   {"Adam", make<Adam, AdamOptions>},
                                                   {"AdamW", make<AdamW, AdamWOptions>},
                                                   {"Adamax", make<Adamax, AdamaxOptions>},
                                                   {"Lion", make<Lion, LionOptions>},
                                                   {"Nadam", make<Nadam, NadamOptions>},
                                                   {"RMSprop", make<RMSprop, RMSpropOptions>},
                                                   {"SGD", make<SGD, SGDOptions>}};
  if (const auto* name = config.as<std::string>()) {
    identifier = *name;
  } else {
    identifier = read_object("optimizer", classes, argument, config);
  }
}

}  // namespace keratin::optimizers
