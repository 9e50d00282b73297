#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "config/serialized.hpp"
#include "keratin/constraints.hpp"
#include "keratin/error.hpp"
#include "keratin/initializers.hpp"
#include "keratin/losses.hpp"
#include "keratin/metrics.hpp"
#include "keratin/optimizers.hpp"
#include "keratin/regularizers.hpp"
#include "keratin/utils/naming.hpp"
#include "losses/known.hpp"
#include "saving/cpp/cpp_values.hpp"
#include "utils/lower_case.hpp"

namespace keratin::saving {

namespace {

using FieldNames = std::vector<std::string_view>;

/// Arguments that the classes that have them need, in their order.
const FieldNames positional = {
    "clip_value", "initial_learning_rate", "decay_steps", "decay_rate", "boundaries", "values"};

/// The fields that come last in a class's options, where Keras's configs have them at other places.
const FieldNames& last_fields(const std::string& module, const std::string& class_name) {
  static const std::map<std::string_view, FieldNames> of_module = {
      {"losses", {"reduction", "name"}},
      {"metrics", {"name"}},
      {"optimizers",
       {"weight_decay", "clipnorm", "clipvalue", "global_clipnorm", "use_ema", "ema_momentum",
        "ema_overwrite_frequency", "gradient_accumulation_steps", "name"}}};
  static const std::map<std::string_view, FieldNames> of_class = {
      {"optimizers::AdamW",
       {"beta_1", "beta_2", "epsilon", "amsgrad", "clipnorm", "clipvalue", "global_clipnorm", "use_ema",
        "ema_momentum", "ema_overwrite_frequency", "gradient_accumulation_steps", "name"}},
      {"losses::SparseCategoricalCrossentropy", {"reduction", "axis", "name"}},
      {"metrics::AUC", {"name", "thresholds", "multi_label", "num_labels", "label_weights", "from_logits"}},
      {"metrics::BinaryAccuracy", {"threshold"}},
      {"metrics::CosineSimilarity", {"axis"}}};
  static const FieldNames none;
  if (const auto found = of_class.find(module + "::" + class_name); found != of_class.end())
    return found->second;
  const auto found = of_module.find(module);
  return found == of_module.end() ? none : found->second;
}

Config in_order_of_fields(const Config& arguments, const FieldNames& last) {
  Config::Entries entries = *arguments.as<Config::Entries>();
  const auto place = [&](const Config::Entry& entry) {  // 0 for those that are not among the last
    const auto found = std::find(last.begin(), last.end(), entry.first);
    return found == last.end() ? 0 : found - last.begin() + 1;
  };
  std::stable_sort(entries.begin(), entries.end(),
                   [&](const Config::Entry& a, const Config::Entry& b) { return place(a) < place(b); });
  return Config::entries(std::move(entries));
}

/// What an object of that class, made of these arguments, has as its config.
template <class Object>
Config full_config(const Config& serialized, Object object) {
  read_argument("", serialized, object);
  return read_serialized("", to_config(object)).config;
}

Config full_config(const std::string& module, const Config& serialized) {
  if (module == "initializers") return full_config(serialized, Identifier<initializers::Initializer>());
  if (module == "regularizers") return full_config(serialized, Identifier<regularizers::Regularizer>());
  if (module == "constraints") return full_config(serialized, Identifier<constraints::Constraint>());
  if (module == "losses") return full_config(serialized, Identifier<losses::Loss>());
  if (module == "metrics") return full_config(serialized, Identifier<metrics::Metric>());
  if (module == "optimizers::schedules") return full_config(serialized, optimizers::LearningRate(0.001));
  if (module == "optimizers") {
    Identifier<optimizers::Optimizer> optimizer;
    read_argument("", serialized, optimizer);
    return optimizer.object()->get_config();
  }
  throw ValueError(fmt::format("an object of {} cannot be written as C++", to_string(serialized)));
}

/// `optimizers::schedules` of "keras.optimizers.schedules".
std::string namespace_of(const Config& serialized) {
  const Config* entry = serialized.find("module");
  std::string module = entry == nullptr || entry->is_none() ? "" : serialized.get<std::string>("module");
  module.erase(0, module.find('.') + 1);
  if (const std::size_t point = module.find('.'); point != std::string::npos) module.replace(point, 1, "::");
  return module;
}

/// Whether objects of the class are called so unless their name is given.
bool is_default_name(const std::string& class_name, const std::string& name) {
  return name == class_name || name == utils::lower_case(class_name) ||
         name == utils::to_snake_case(class_name);
}

/// A metric of a loss that has no class of its own in C++; "" for another.
std::string cpp_loss_metric(const std::string& class_name, const Config& config) {
  static const std::set<std::string, std::less<>> have_classes = {"CosineSimilarity", "MeanAbsoluteError",
                                                                  "MeanSquaredError"};
  const Config* fn = config.find("fn");
  const std::string loss = class_name == "LogCoshError" ? "log_cosh"
                           : fn != nullptr              ? config.get<std::string>("fn")
                                                        : losses::function_of(class_name);
  if (have_classes.contains(class_name) || losses::class_of(loss).empty()) return "";
  const auto name = config.get<std::string>("name");
  return fmt::format("metrics::LossMetric({}{})", cpp_text(loss), name == loss ? "" : ", " + cpp_text(name));
}

}  // namespace

std::string cpp_object(const Config& serialized) {
  const auto [class_name, config] = read_serialized("", serialized);
  const std::string module = namespace_of(serialized);
  if (module == "metrics") {
    if (std::string metric = cpp_loss_metric(class_name, config); !metric.empty()) return metric;
  }
  Config required = Config::entries(), options = Config::entries();
  std::string arguments;
  for (const auto& [name, value] : *config.as<Config::Entries>()) {
    if (std::find(positional.begin(), positional.end(), name) != positional.end()) {
      required.set(name, value);
      arguments += (arguments.empty() ? "" : ", ") + cpp_value(value);
    } else if (name != "name" || !is_default_name(class_name, config.get<std::string>("name"))) {
      options.set(name, value);
    }
  }
  if (config.find("name") != nullptr) required.set("name", "defaults");  // for else one may be counted
  const Config defaults = full_config(module, to_config(module, {class_name, required}));
  const std::string given =
      cpp_options(in_order_of_fields(options, last_fields(module, class_name)), defaults);
  if (!given.empty()) arguments += (arguments.empty() ? "" : ", ") + given;
  if (arguments.empty() && module == "initializers") return cpp_text(utils::to_snake_case(class_name));
  if (arguments.empty() && module == "optimizers") return cpp_text(utils::lower_case(class_name));
  return fmt::format("{}::{}({})", module, class_name, arguments);
}

}  // namespace keratin::saving
