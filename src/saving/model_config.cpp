#include "saving/model_config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>
#include <utility>

#include "engine/weight_budget.hpp"
#include "keratin/error.hpp"
#include "layers/common/dtype.hpp"
#include "models/deserialize.hpp"
#include "printable.hpp"
#include "saving/json.hpp"
#include "saving/older_keras.hpp"
#include "saving/older_names.hpp"

namespace keratin::saving {

namespace {

/// Adds the names of the dtypes of a layer, and of those in it, other than float32.
void add_dtypes(const Config& layer, std::set<std::string>& names) {
  if (class_of_layer(layer) == "InputLayer" || is_registered_class(layer)) return;
  if (const Config* dtype = arguments_of_layer(layer).find("dtype")) names.insert(dtype_name(*dtype));
  const Config::List* layers = inner_layers(layer);
  if (layers == nullptr) return;
  for (const Config& one : *layers) add_dtypes(one, names);
}

/// Whether a frozen BatchNormalization is called with training=True, or its model is: `training`.
bool trains_frozen(const SequentialLayer& model, bool training) {
  for (std::size_t i = 0; i < model.nodes().size(); ++i) {
    const Layer& layer = *model.nodes()[i].layer;
    const bool called_so = model.training_of(i).value_or(training);
    const auto* nested = dynamic_cast<const SequentialLayer*>(&layer);
    if (nested != nullptr && trains_frozen(*nested, called_so)) return true;
    if (called_so && layer.class_name() == "BatchNormalization" && !layer.trainable()) return true;
  }
  return false;
}

/// Throws ValueError if standalone Keras, 2.0 to 2.3, saved a frozen BatchNormalization that is called with
/// training=True: there it normalizes by the batch's statistics, which is not supported.
void refuse_frozen_training(const SequentialLayer& model, const std::string& version) {
  if (!is_standalone(version) || !trains_frozen(model, false)) return;
  throw ValueError(fmt::format(
      "A frozen BatchNormalization is called with training=True. In Keras {} it normalizes by its "
      "batch all the same, which is not supported: save the model without trainable=False.",
      version));
}

}  // namespace

std::string version_in(const Config& config) {
  const Config* version = config.find("keras_version");
  const auto* text = version == nullptr ? nullptr : version->as<std::string>();
  return text == nullptr ? "" : *text;
}

std::shared_ptr<SequentialLayer> model_of_file(const std::string& source, Config config,
                                               const std::string& version) {
  config = with_allowed_names(in_todays_words(std::move(config), version), source);
  std::shared_ptr<SequentialLayer> model = deserialize_model(config);
  refuse_frozen_training(*model, version);
  std::set<std::string> dtypes;
  add_dtypes(config, dtypes);
  dtypes.erase("float32");
  if (!dtypes.empty()) {
    print_note(
        fmt::format("{}: the model uses {}; it is computed in float32.", source, fmt::join(dtypes, ", ")));
  }
  return model;
}

std::shared_ptr<SequentialLayer> model_of_json(const std::string& source, const std::string& json) {
  const WeightBudget budget(most_numbers_from_json, WeightBudget::Values::initial);
  Config config = parse_json(source, json);
  const std::string version = version_in(config);
  return model_of_file(source, std::move(config), version);
}

}  // namespace keratin::saving
