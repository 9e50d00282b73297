#include "saving/legacy_file.hpp"

#include <fmt/format.h>

#include <span>
#include <utility>

#include "engine/weight_budget.hpp"
#include "files/atomic_file.hpp"
#include "keratin/error.hpp"
#include "models/compile_config.hpp"
#include "models/deserialize.hpp"
#include "models/trainer.hpp"
#include "saving/json.hpp"
#include "saving/legacy_weights.hpp"
#include "saving/model_config.hpp"
#include "saving/older_keras.hpp"
#include "saving/optimizer_state.hpp"
#include "saving/read_back.hpp"
#include "saving/staged_optimizer.hpp"
#include "saving/training_config.hpp"

namespace keratin::saving {

namespace {

constexpr const char* weights_group = "model_weights";

/// The JSON that an attribute holds; None where it is not there.
Config read_config(const Hdf5Group& root, const char* attribute, const std::string& path) {
  const auto texts = root.texts(attribute);
  return texts && texts->size() == 1 ? parse_json(path, texts->front()) : Config();
}

/// How many weights are in a layer, or in a nested model that shares no layers.
std::size_t weights_apart(const Layer& layer) {
  const auto* model = dynamic_cast<const SequentialLayer*>(&layer);
  if (model == nullptr) return layer.weights().size();
  std::size_t count = 0;
  for (const SequentialLayer::Node& node : model->nodes()) count += weights_apart(*node.layer);
  return count;
}

void read_file_back(const SequentialLayer& model, const std::string& path,
                    const std::vector<std::uint8_t>& bytes) {
  for (const SequentialLayer::Node& node : model.nodes()) {
    if (weights_apart(*node.layer) == node.layer->weights().size()) continue;
    node.layer->fail(
        "models in it share layers, for whose weights a .h5 file has one place: save it as .keras.");
  }
  const Hdf5Group root = Hdf5Group::open(path, std::span(bytes));
  const Config compiled = read_config(root, "training_config", path);
  read_back(model, read_config(root, "model_config", path), keras2_version,
            with_todays_clipnorm(compiled, keras2_version), numbers_in(bytes.size()));
  StagedWeights staged(path, false);
  staged.only_check();
  load_legacy(model, root.group(weights_group), staged, true);
}

/// The content of the file; the HDF5 library, which takes one caller at a time, is free again after it.
std::vector<std::uint8_t> content_of(const SequentialLayer& model, const std::string& path,
                                     bool include_optimizer) {
  const bool is_compiled = include_optimizer && model.trainer != nullptr;
  Hdf5Writer file(path);
  const Config layers = is_compiled ? serialize_compiled(model) : serialize_layer(model);
  file.add_text("", "model_config", to_json(keras2_config(layers)));
  file.add_text("", "keras_version", keras2_version);
  file.add_text("", "backend", "tensorflow");
  save_legacy(model, file, weights_group);
  if (is_compiled) {
    file.add_text("", "training_config", to_json(training_config(model.trainer->compile_config())));
    save_legacy_optimizer(model, file);
  }
  return file.bytes();
}

}  // namespace

void save_legacy_file(const SequentialLayer& model, const std::string& path, bool include_optimizer) {
  const std::vector<std::uint8_t> bytes = content_of(model, path, include_optimizer);
  check_readable(fmt::format("The file '{}'", path), [&] { read_file_back(model, path, bytes); });
  write_atomically(path, bytes);
}

std::shared_ptr<SequentialLayer> load_legacy_file(const std::string& path, bool compile) {
  const Hdf5Group root = Hdf5Group::open(path);
  Config config = read_config(root, "model_config", path);
  if (config.is_none()) {
    throw ValueError(
        fmt::format("The file '{}' holds weights, but no model: build the model as it was and call "
                    "its load_weights().",
                    path));
  }
  const auto versions = root.texts("keras_version");
  const std::string version = versions && versions->size() == 1 ? versions->front() : "";
  const WeightBudget budget(numbers_in(root.file_size()), WeightBudget::Values::loaded);
  std::shared_ptr<SequentialLayer> model =
      model_of_file("load_model: '" + path + "'", std::move(config), version);
  model->require_built();
  StagedWeights staged(path, false);
  load_legacy(*model, root.group(weights_group), staged, true);
  staged.assign();
  const Config compiled = compile ? read_config(root, "training_config", path) : Config();
  if (!compiled.is_none()) {
    compile_loaded(*model, with_todays_clipnorm(compiled, version), path);
    const StateSource source{.reader = "load_model",
                             .path = path,
                             .root = root,
                             .keras3 = false,
                             .older = older_optimizer(compiled, version)};
    if (auto state = read_state(*model, source)) state->assign();
  }
  return model;
}

}  // namespace keratin::saving
