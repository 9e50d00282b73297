#include "models/training_state.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "distribution/team.hpp"
#include "engine/weight_change.hpp"
#include "files/system_file.hpp"
#include "keratin/error.hpp"
#include "keratin/layers/random_layer.hpp"
#include "models/state_file.hpp"
#include "models/trainer.hpp"
#include "random/generators.hpp"

namespace keratin {

std::string state_description(ModelLayer& model) {
  std::string text = model.trainer == nullptr ? "a model that is not compiled"
                                              : fmt::format("a training of {}", model.trainer->description());
  for (const Weight* weight : model.weights())
    text += fmt::format(", {} {}", weight->name(), to_string(weight->shape()));
  return text;
}

void archive_state(ModelLayer& model, utils::StateArchive& archive) {
  const WeightChange change;
  for (Weight* weight : model.weights()) {
    archive.floats(weight->mutable_data(), weight->size());
    weight->changed();
  }
  for (const RandomLayer* layer : model.random_layers()) {
    std::int64_t calls = *layer->calls();
    archive(calls);
    *layer->calls() = calls;
  }
  if (model.trainer != nullptr) model.trainer->archive(archive);
}

void archive_shared_state(ModelLayer& model, utils::StateArchive& archive) {
  archive_state(model, archive);
  for (const RandomLayer* layer : model.random_layers()) archive(*layer->seed());
}

namespace utils {

namespace {

/// Which weights train, which decides what the optimizer's state is of.
std::string trained_weights(ModelLayer& model) {
  if (model.trainer == nullptr) return {};
  std::string text = "of which these train:";
  for (const std::shared_ptr<Layer>& layer : model.layers())
    text += fmt::format(" {} {}", layer->class_name(), model.trainer->trains(*layer) ? "yes" : "no");
  return text;
}

/// Writes the state, or reads it.
void archive_all(const std::vector<Model>& models, int& step, StateArchive& archive) {
  if (models.size() != 1) archive.expect(fmt::format("{} models", models.size()));
  for (const Model& model : models) {
    archive.expect(state_description(layer_of(model)));
    archive.expect(trained_weights(layer_of(model)));
  }
  archive(step);
  for (const Model& model : models) archive_state(layer_of(model), archive);
  random::archive_generators(archive);
}

std::string state_of(const std::vector<Model>& models, int step) {
  StateArchive archive;
  archive_all(models, step, archive);
  return archive.bytes();
}

int take_state(const std::vector<Model>& models, const std::string& state) {
  StateArchive archive(state);
  int step = 0;
  archive_all(models, step, archive);
  return step;
}

/// What the file holds; empty if there is none. The first of several processes reads it for all.
std::string shared_file(const std::string& path) {
  const std::string name = saving::system_path(path);
  const auto read = [&]() -> std::string {
    std::error_code ignored;
    const auto type = std::filesystem::status(name, ignored).type();
    return !path.empty() && type == std::filesystem::file_type::not_found ? "" : read_state(name);
  };
  distribution::Team* team = distribution::Team::current();
  if (team == nullptr) return read();
  return team->broadcast(team->rank() == 0 ? read() : "");
}

void require_built(const std::vector<Model>& models) {
  for (const Model& model : models) layer_of(model).require_built();
}

}  // namespace

void save_training_state(const std::string& path, const std::vector<Model>& models, int step) {
  require_built(models);
  write_state(saving::system_path(path), state_of(models, step));
}

int load_training_state(const std::string& path, const std::vector<Model>& models) {
  require_built(models);
  return distribution::together([&] {
    const std::string state = shared_file(path);
    if (state.empty()) return 0;
    const std::string before = state_of(models, 0);
    try {
      return take_state(models, state);
    } catch (const std::exception& error) {  // such as the ValueError of a learning rate that no one wrote
      take_state(models, before);
      throw IOError(fmt::format("The file '{}' cannot be resumed: {}", path, error.what()));
    }
  });
}

}  // namespace utils

}  // namespace keratin
