// Optimizers by their names, and in configs.
#include "config/class_table.hpp"
#include "keratin/error.hpp"
#include "keratin/optimizers.hpp"
#include "utils/lower_case.hpp"

namespace keratin::optimizers {

namespace {

/// The fields of all optimizers. Keras 2 also wrote how TensorFlow was to run them, which changes no result.
template <class Fields, class Options>
void list_shared(Fields& fields, Options& options) {
  fields.renamed("lr", "learning_rate");
  fields.ignore("jit_compile");
  fields.ignore("is_legacy_optimizer");
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

/// Before Keras 2.11 every optimizer but Nadam divided its learning rate by 1 + decay · steps.
template <class Fields, class Options>
void list_decaying(Fields& fields, Options& options) {
  list_shared(fields, options);
  double decay = 0.0;
  fields.older("decay", decay);
  if (decay == 0.0) return;
  if (options.learning_rate.schedule() != nullptr)
    throw ValueError("the arguments 'decay' and 'learning_rate', a schedule, are not supported together");
  options.learning_rate = schedules::InverseTimeDecay(options.learning_rate.at(0), 1.0, decay);
}

template <class Fields, class Options>
void list_betas(Fields& fields, Options& options) {
  fields("beta_1", options.beta_1);
  fields("beta_2", options.beta_2);
}

}  // namespace

template <class Fields>
void list_fields(Fields& fields, SGDOptions& options) {
  list_decaying(fields, options);
  fields("momentum", options.momentum);
  fields("nesterov", options.nesterov);
}

template <class Fields>
void list_fields(Fields& fields, RMSpropOptions& options) {
  list_decaying(fields, options);
  fields("rho", options.rho);
  fields("momentum", options.momentum);
  fields("epsilon", options.epsilon);
  fields("centered", options.centered);
}

template <class Fields>
void list_fields(Fields& fields, AdamOptions& options) {
  list_decaying(fields, options);
  list_betas(fields, options);
  fields("epsilon", options.epsilon);
  fields("amsgrad", options.amsgrad);
}

template <class Fields>
void list_fields(Fields& fields, AdamWOptions& options) {
  list_decaying(fields, options);
  list_betas(fields, options);
  fields("epsilon", options.epsilon);
  fields("amsgrad", options.amsgrad);
}

template <class Fields>
void list_fields(Fields& fields, AdamaxOptions& options) {
  list_decaying(fields, options);
  list_betas(fields, options);
  fields("epsilon", options.epsilon);
}

template <class Fields>
void list_fields(Fields& fields, NadamOptions& options) {
  list_shared(fields, options);
  fields.ignore("decay");  // these two are of its momentum's warm-up
  fields.ignore("schedule_decay");
  list_betas(fields, options);
  fields("epsilon", options.epsilon);
}

template <class Fields>
void list_fields(Fields& fields, AdadeltaOptions& options) {
  list_decaying(fields, options);
  fields("rho", options.rho);
  fields("epsilon", options.epsilon);
}

template <class Fields>
void list_fields(Fields& fields, AdagradOptions& options) {
  list_decaying(fields, options);
  fields("initial_accumulator_value", options.initial_accumulator_value);
  fields("epsilon", options.epsilon);
}

template <class Fields>
void list_fields(Fields& fields, LionOptions& options) {
  list_decaying(fields, options);
  list_betas(fields, options);
}

Config SGD::get_config() const { return write_config(now(options_)); }
Config RMSprop::get_config() const { return write_config(now(options_)); }
Config Adam::get_config() const { return write_config(now(options_)); }
Config Adamax::get_config() const { return write_config(now(options_)); }
Config Nadam::get_config() const { return write_config(now(options_)); }
Config Adadelta::get_config() const { return write_config(now(options_)); }
Config Adagrad::get_config() const { return write_config(now(options_)); }
Config Lion::get_config() const { return write_config(now(options_)); }

namespace {

template <class Class, class Options>
KnownClass<Optimizer> known(std::vector<std::string_view> names) {
  return known_class<Optimizer, Class, Options>(std::move(names));
}

const ClassTable<Optimizer>& table() {
  static const ClassTable<Optimizer> classes(
      "optimizer", "optimizers::Optimizer", "keras.optimizers",
      {known<Adadelta, AdadeltaOptions>({"Adadelta", "adadelta"}),
       known<Adagrad, AdagradOptions>({"Adagrad", "adagrad"}), known<Adam, AdamOptions>({"Adam", "adam"}),
       known<Adamax, AdamaxOptions>({"Adamax", "adamax"}), known<AdamW, AdamWOptions>({"AdamW", "adamw"}),
       known<Lion, LionOptions>({"Lion", "lion"}), known<Nadam, NadamOptions>({"Nadam", "nadam"}),
       known<RMSprop, RMSpropOptions>({"RMSprop", "rmsprop"}), known<SGD, SGDOptions>({"SGD", "sgd"})});
  return classes;
}

}  // namespace

std::shared_ptr<Optimizer> get(const Identifier<Optimizer>& identifier) {
  if (!identifier) return nullptr;
  if (identifier.object() != nullptr) {
    std::shared_ptr<Optimizer> optimizer = identifier.object()->clone();
    optimizer->set_iterations(0);
    return optimizer;
  }
  const std::string lower = utils::lower_case(identifier.name());
  return table().make(table().find(lower) != nullptr ? lower : identifier.name());
}

Config to_config(const Optimizer& optimizer) {
  if (table().is_of(optimizer.class_name(), optimizer))
    return keratin::to_config("keras.optimizers", {optimizer.class_name(), optimizer.get_config()});
  throw ValueError(
      fmt::format("The optimizer {} is of your own class, which no file can hold.", optimizer.class_name()));
}

void read_argument(std::string_view argument, const Config& config, Identifier<Optimizer>& identifier) {
  if (const auto* name = config.as<std::string>()) {
    identifier = *name;
  } else {
    identifier = std::shared_ptr<const Optimizer>(table().read(argument, config));
  }
}

}  // namespace keratin::optimizers
