#include "saving/model_config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <utility>

#include "engine/weight_budget.hpp"
#include "keratin/error.hpp"
#include "layers/common/dtype.hpp"
#include "layers/layer_access.hpp"
#include "models/compile_config.hpp"
#include "models/deserialize.hpp"
#include "models/trained_output.hpp"
#include "models/trainer.hpp"
#include "printable.hpp"
#include "random/generators.hpp"
#include "saving/json.hpp"
#include "saving/layer_names.hpp"
#include "saving/older_keras.hpp"

namespace keratin::saving {

namespace {

/// Adds the names of the dtypes of a layer, and of those in it, other than float32.
void add_dtypes(const Config& layer, std::set<std::string>& names) {
  if (class_of_layer(layer) == "InputLayer" || is_registered_class(layer)) return;
  if (const Config* dtype = arguments_of_layer(layer).find("dtype")) names.insert(dtype_name(*dtype));
  if (const Config* inner = argument_layer(layer)) add_dtypes(*inner, names);
  const Config::List* layers = inner_layers(layer);
  if (layers == nullptr) return;
  for (const Config& one : *layers) add_dtypes(one, names);
}

/// Whether a frozen BatchNormalization is called with training=True, or its model is: `training`.
bool trains_frozen(const ModelLayer& model, bool training) {
  for (const ModelLayer::Node& node : model.nodes()) {
    const Layer& layer = *node.layer;
    const bool called_so = node.training.value_or(training);
    const auto* nested = dynamic_cast<const ModelLayer*>(&layer);
    if (nested != nullptr && trains_frozen(*nested, called_so)) return true;
    if (called_so && layer.class_name() == "BatchNormalization" && !layer.trainable()) return true;
  }
  return false;
}

/// Throws ValueError if standalone Keras, 2.0 to 2.3, saved a frozen BatchNormalization that is called with
/// training=True: there it normalizes by the batch's statistics, which is not supported.
void refuse_frozen_training(const ModelLayer& model, const std::string& version) {
  if (!is_standalone(version) || !trains_frozen(model, false)) return;
  throw ValueError(fmt::format(
      "A frozen BatchNormalization is called with training=True. In Keras {} it normalizes by its "
      "batch all the same, which is not supported: save the model without trainable=False.",
      version));
}

bool all_classes_known(const ModelLayer& model) {
  return std::all_of(model.layers().begin(), model.layers().end(), [](const std::shared_ptr<Layer>& layer) {
    const auto* nested = dynamic_cast<const ModelLayer*>(layer.get());
    return nested != nullptr ? all_classes_known(*nested) : can_be_deserialized(*layer);
  });
}

/// Throws ValueError unless the weights of `model` are those that layers of `read` would make.
void check_weights(const ModelLayer& model, const ModelLayer& read, WeightBudget& budget) {
  for (std::size_t i = 0; i < model.layers().size(); ++i) {
    const Layer& layer = *model.layers()[i];
    const ModelLayer::Node& again = read.first_call(*read.layers().at(i));
    const auto* inner = dynamic_cast<const ModelLayer*>(&layer);
    const auto* inner_again = dynamic_cast<const ModelLayer*>(again.layer.get());
    if (inner != nullptr && inner_again != nullptr) {
      check_weights(*inner, *inner_again, budget);
      continue;
    }
    for (const Weight* weight : layer.weights()) budget.charge(weight->shape());
    const Shape& input_shape = read.input_shape_of(again);
    if (input_shape.empty() || !again.is_single() ||
        LayerAccess::output_shape(layer, input_shape) == read.output_shape_of(again))
      continue;
    layer.fail(fmt::format(
        "it was built for other inputs than those of shape {}, which the layers before it give now.",
        to_string(input_shape)));
  }
}

}  // namespace

std::string version_in(const Config& config) {
  const Config* version = config.find("keras_version");
  const auto* text = version == nullptr ? nullptr : version->as<std::string>();
  return text == nullptr ? "" : *text;
}

std::shared_ptr<ModelLayer> model_of_file(const std::string& source, Config config,
                                          const std::string& version) {
  config = with_allowed_names(in_todays_words(std::move(config), version), source);
  std::shared_ptr<ModelLayer> model = deserialize_model(config);
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

std::shared_ptr<ModelLayer> model_of_json(const std::string& source, const std::string& json) {
  const WeightBudget budget(most_numbers_from_json, WeightBudget::Values::initial);
  Config config = parse_json(source, json);
  const std::string version = version_in(config);
  return model_of_file(source, std::move(config), version);
}

void check_readable(const std::string& what, const std::function<void()>& read) {
  const auto refuse = [&](const std::exception& error) {
    throw ValueError(
        fmt::format("{} is not written, since it could not be read again: {}", what, error.what()));
  };
  try {
    read();
  } catch (const ValueError& error) {
    refuse(error);
  } catch (const IOError& error) {
    refuse(error);
  }
}

void read_back(const ModelLayer& model, const Config& config, const std::string& version,
               const Config& compile_config, std::size_t most_numbers) {
  if (!all_classes_known(model)) return;
  const random::WithoutSeeds guard;
  WeightBudget budget(most_numbers, WeightBudget::Values::none);
  const std::shared_ptr<ModelLayer> read = model_of_file("save", config, version);
  if (model.built()) read->require_built();
  check_weights(model, *read, budget);
  const bool is_known = model.trainer == nullptr || model.trainer->own_objects().empty();
  if (is_known && !compile_config.is_none())
    Trainer(*read, read_compile_config(compile_config, output_names(*read)));
}

}  // namespace keratin::saving
