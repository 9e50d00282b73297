#include "saving/older_optimizer.hpp"

#include "saving/older_keras.hpp"

namespace keratin::saving {

namespace {

const Config* optimizer_of(const Config& compile_config) {
  const Config* optimizer = compile_config.find("optimizer");
  return optimizer != nullptr ? optimizer : compile_config.find("optimizer_config");
}

bool is_over_zero(const Config* number) {
  const auto* value = number == nullptr ? nullptr : number->as<double>();
  return value != nullptr && *value > 0.0;
}

}  // namespace

OlderOptimizer older_optimizer(const Config& compile_config, const std::string& version) {
  const Config* optimizer = optimizer_of(compile_config);
  const Config* arguments = optimizer == nullptr ? nullptr : optimizer->find("config");
  OlderOptimizer older;
  if (optimizer == nullptr)
    older.unusable = "the file does not say which optimizer it is of (rmsprop is what Keras takes then)";
  if (arguments == nullptr) return older;
  older.is_older = arguments->find("decay") != nullptr || arguments->find("schedule_decay") != nullptr;
  if (!older.is_older) return older;
  if (is_standalone(version) && version.starts_with("2.3.")) older.steps_ahead = 1;
  const Config* class_name = optimizer->find("class_name");
  const auto is = [&](const char* name) { return class_name != nullptr && *class_name == Config(name); };
  if (is("Nadam")) {
    older.unusable =
        "the Nadam of Keras before 2.11 warmed its momentum up by another schedule, so that its state means "
        "something else";
  }
  if (is("Adagrad") || (is("RMSprop") && !is_over_zero(arguments->find("momentum")))) {
    older.differs =
        "Keras before 2.11 added epsilon to the root, today it is added under it: where gradients are small, "
        "the steps differ";
  }
  return older;
}

Config with_todays_clipnorm(const Config& compile_config, const std::string& version) {
  const Config* optimizer = optimizer_of(compile_config);
  const Config* arguments = optimizer == nullptr ? nullptr : optimizer->find("config");
  const auto* given = arguments == nullptr ? nullptr : arguments->as<Config::Entries>();
  if (!is_standalone(version) || given == nullptr || arguments->find("clipnorm") == nullptr)
    return compile_config;
  Config::Entries entries = *given;
  for (Config::Entry& entry : entries) {
    if (entry.first == "clipnorm") entry.first = "global_clipnorm";
  }
  Config changed = *optimizer;
  changed.set("config", Config::entries(std::move(entries)));
  Config result = compile_config;
  result.set(compile_config.find("optimizer") != nullptr ? "optimizer" : "optimizer_config", changed);
  return result;
}

}  // namespace keratin::saving
