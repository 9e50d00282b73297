#include "saving/legacy_file.hpp"

#include <fmt/format.h>

#include "engine/weight_budget.hpp"
#include "keratin/error.hpp"
#include "models/deserialize.hpp"
#include "saving/atomic_file.hpp"
#include "saving/json.hpp"
#include "saving/legacy_weights.hpp"
#include "saving/older_keras.hpp"

namespace keratin::saving {

namespace {

constexpr const char* weights_group = "model_weights";

/// The JSON that an attribute holds; None where it is not there.
Config read_config(const Hdf5Group& root, const char* attribute, const std::string& path) {
  const auto texts = root.texts(attribute);
  return texts && texts->size() == 1 ? parse_json(path, texts->front()) : Config();
}

}  // namespace

void save_legacy_file(const SequentialLayer& model, const std::string& path, bool /*include_optimizer*/) {
  Hdf5Writer file(path);
  file.add_text("", "model_config", to_json(keras2_config(serialize_layer(model))));
  file.add_text("", "keras_version", "2.15.0");  // whose layout this is
  file.add_text("", "backend", "tensorflow");
  save_legacy(model, file, weights_group);
  write_atomically(path, file.bytes());
}

std::shared_ptr<SequentialLayer> load_legacy_file(const std::string& path, bool /*compile*/) {
  const Hdf5Group root = Hdf5Group::open(path);
  const Config config = read_config(root, "model_config", path);
  if (config.is_none()) {
    throw ValueError(
        fmt::format("The file '{}' holds weights, but no model: build the model as it was and call "
                    "its load_weights().",
                    path));
  }
  if (const auto version = root.texts("keras_version"); version && version->size() == 1) {
    refuse_older_meanings(config, version->front());
  }
  const WeightBudget budget(numbers_in(root.file_size()), WeightBudget::Values::loaded);
  std::shared_ptr<SequentialLayer> model = deserialize_model(config);
  model->require_built();
  StagedWeights staged(path, false);
  load_legacy(*model, root.group(weights_group), staged);
  staged.assign();
  return model;
}

}  // namespace keratin::saving
