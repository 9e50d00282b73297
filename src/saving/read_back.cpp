#include "saving/read_back.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/weight_budget.hpp"
#include "keratin/error.hpp"
#include "layers/layer_access.hpp"
#include "models/compile_config.hpp"
#include "models/deserialize.hpp"
#include "models/trainer.hpp"
#include "random/generators.hpp"
#include "saving/model_config.hpp"

namespace keratin::saving {

namespace {

bool all_classes_known(const SequentialLayer& model) {
  return std::all_of(model.nodes().begin(), model.nodes().end(), [](const SequentialLayer::Node& node) {
    const auto* nested = dynamic_cast<const SequentialLayer*>(node.layer.get());
    return nested != nullptr ? all_classes_known(*nested) : can_be_deserialized(*node.layer);
  });
}

/// Throws ValueError unless the weights of `model` are those that layers of `read` would make.
void check_weights(const SequentialLayer& model, const SequentialLayer& read, WeightBudget& budget) {
  for (std::size_t i = 0; i < model.nodes().size(); ++i) {
    const Layer& layer = *model.nodes()[i].layer;
    const SequentialLayer::Node& again = read.nodes().at(i);
    const auto* inner = dynamic_cast<const SequentialLayer*>(&layer);
    const auto* inner_again = dynamic_cast<const SequentialLayer*>(again.layer.get());
    if (inner != nullptr && inner_again != nullptr) {
      check_weights(*inner, *inner_again, budget);
      continue;
    }
    for (const Weight* weight : layer.weights()) budget.charge(weight->shape());
    if (again.input_shape.empty() ||
        LayerAccess::output_shape(layer, again.input_shape) == again.output_shape)
      continue;
    layer.fail(fmt::format(
        "it was built for other inputs than those of shape {}, which the layers before it give now.",
        to_string(again.input_shape)));
  }
}

}  // namespace

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

void read_back(const SequentialLayer& model, const Config& config, const std::string& version,
               const Config& compile_config, std::size_t most_numbers) {
  if (!all_classes_known(model)) return;
  const random::WithoutSeeds guard;
  WeightBudget budget(most_numbers, WeightBudget::Values::none);
  const std::shared_ptr<SequentialLayer> read = model_of_file("save", config, version);
  if (model.built()) read->require_built();
  check_weights(model, *read, budget);
  if (!compile_config.is_none()) Trainer(*read, read_compile_config(compile_config));
}

}  // namespace keratin::saving
