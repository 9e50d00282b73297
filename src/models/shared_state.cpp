// What processes that train together must have in common.
#include "models/shared_state.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "models/model_layer.hpp"
#include "models/trainer.hpp"
#include "models/training_state.hpp"

namespace keratin {

using distribution::Agreed;
using distribution::Team;

namespace {

std::string text_of_layers(const ModelLayer& model) {
  std::string text;
  for (const std::shared_ptr<Layer>& layer : model.listed_layers()) {
    const auto* inner = dynamic_cast<const ModelLayer*>(layer.get());
    text += inner != nullptr ? text_of_layers(*inner)
                             : fmt::format("{} {}\n", layer->class_name(), to_string(layer->get_config()));
  }
  return text;
}

std::string text_of_shapes(const ModelLayer& model) {
  std::string text;
  for (const Weight* weight : model.weights()) text += to_string(weight->shape()) + '\n';
  return text;
}

std::string text_of_compilation(const Trainer& trainer) {
  try {
    return to_string(trainer.compile_config());
  } catch (const ValueError&) {  // of a class that no file can hold
    return trainer.description();
  }
}

/// The shape, and a hash of at most some thousands of numbers.
std::string text_of(View data) {
  constexpr std::size_t most = 4096;
  const std::size_t step = std::max<std::size_t>(1, data.size() / most);
  std::uint64_t hash = distribution::hash_of(nullptr, 0);
  for (std::size_t i = 0; i < data.size(); i += step)
    hash = distribution::hash_of(data.data() + i, sizeof(float), hash);
  return fmt::format("shape {} and numbers of hash {:016x}", to_string(data.shape()), hash);
}

std::string text_of(const Views& arrays) {
  std::string text;
  for (const View& one : arrays) text += (text.empty() ? "" : ", ") + (one.empty() ? "none" : text_of(one));
  return text.empty() ? "none" : text;
}

std::string text_of(const Arrays& arrays) {
  Views views;
  for (std::size_t i = 0; i < arrays.size(); ++i) views.push_back(arrays[i]);
  return text_of(views);
}

std::string text_of(std::optional<int> count) { return count ? std::to_string(*count) : "none"; }

std::string text_of(const ValidationData& validation) {
  if (const Data* arrays = validation.arrays())
    return fmt::format("x: {}; y: {}", text_of(inputs_of(*arrays)), text_of(targets_of(*arrays)));
  if (utils::Dataset* dataset = validation.dataset())
    return fmt::format("a Dataset of {} batches", text_of(dataset->num_batches()));
  return validation ? "a function" : "none";
}

std::vector<Agreed> items_of(const FitOptions& options) {
  return {{"batch_size", text_of(options.batch_size)},
          {"epochs", std::to_string(options.epochs)},
          {"initial_epoch", std::to_string(options.initial_epoch)},
          {"steps_per_epoch", text_of(options.steps_per_epoch)},
          {"shuffle", options.shuffle ? "true" : "false"},
          {"validation_split", std::to_string(options.validation_split)},
          {"validation_data", text_of(options.validation_data)},
          {"validation_steps", text_of(options.validation_steps)},
          {"validation_batch_size", text_of(options.validation_batch_size)},
          {"class_weight", fmt::format("{}", options.class_weight)},
          {"the number of callbacks", std::to_string(options.callbacks.size())}};
}

}  // namespace

void share_state_once(ModelLayer& model) {
  Team* team = Team::current();
  if (team == nullptr || model.team == team->id()) return;
  share_state(model);
  model.team = team->id();
}

void share_state(ModelLayer& model) {
  Team* team = Team::current();
  if (team == nullptr) return;
  require_same_model(model);
  utils::StateArchive own;
  if (team->rank() == 0) archive_shared_state(model, own);
  utils::StateArchive shared(team->broadcast(own.bytes()));
  if (team->rank() != 0) archive_shared_state(model, shared);
}

void require_same_model(const ModelLayer& model) {
  Team* team = Team::current();
  if (team == nullptr) return;
  require_agreement(*team, model.name(),
                    {{"their layers", text_of_layers(model)},
                     {"the shapes of their weights", text_of_shapes(model)},
                     {"what compile() was given", model.trainer ? text_of_compilation(*model.trainer) : ""}});
}

void require_same_fit(const ModelLayer& model, const FitOptions& options, const DataView& data,
                      std::optional<int> batches) {
  Team* team = Team::current();
  if (team == nullptr) return;
  Views weights;
  for (const Weight* weight : model.weights()) weights.emplace_back(weight->value());
  std::vector<Agreed> items = items_of(options);
  items.insert(items.end(), {{"their weights", text_of(weights)},
                             {"the number of batches", text_of(batches)},
                             {"x", text_of(data.x)},
                             {"y", text_of(data.y)},
                             {"sample_weight", text_of(data.sample_weight)}});
  require_agreement(*team, "fit()", items);
}

}  // namespace keratin
