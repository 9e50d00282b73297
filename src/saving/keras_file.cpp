#include "saving/keras_file.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <span>
#include <utility>

#include "config/values.hpp"
#include "engine/weight_budget.hpp"
#include "files/zip_archive.hpp"
#include "keratin/error.hpp"
#include "models/compile_config.hpp"
#include "models/deserialize.hpp"
#include "models/trainer.hpp"
#include "saving/json.hpp"
#include "saving/keras3_weights.hpp"
#include "saving/model_config.hpp"
#include "saving/older_keras.hpp"
#include "saving/optimizer_state.hpp"
#include "saving/read_back.hpp"
#include "saving/staged_optimizer.hpp"
#include "saving/training_config.hpp"

namespace keratin::saving {

namespace {

constexpr const char* keras3_version = "3.15.0";
constexpr const char* config_name = "config.json";
constexpr const char* metadata_name = "metadata.json";
constexpr const char* weights_name = "model.weights.h5";

Config metadata() {
  return Config::entries(
      {{"keras_version", keras3_version},
       {"date_saved", fmt::format("{:%Y-%m-%d@%H:%M:%S}", fmt::localtime(std::time(nullptr)))}});
}

/// The folder in the archive that the files lie in: none as Keras writes it, "model/" where somebody packed a
/// folder.
std::string find_folder(const ZipReader& archive, const std::string& path) {
  if (archive.contains(config_name)) return "";
  std::vector<std::string> folders;
  for (const std::string& name : archive.names()) {
    const std::size_t begin = name.find_last_of("/\\") + 1;
    if (begin > 0 && name.substr(begin) == config_name) folders.push_back(name.substr(0, begin));
  }
  if (folders.size() > 1) {
    throw ValueError(fmt::format("The file '{}' holds several models, in the folders {}; expected one.", path,
                                 listed(folders)));
  }
  return folders.empty() ? "" : folders.front();
}

Config read_json(const ZipReader& archive, const std::string& name, const std::string& path) {
  const std::vector<std::uint8_t> text = archive.read(name, longest_json);
  return parse_json(path, std::string(text.begin(), text.end()));
}

std::vector<std::uint8_t> weights_of(const SequentialLayer& model, const std::string& path,
                                     bool with_optimizer) {
  Hdf5Writer weights(path);
  save_keras3(model, weights, Shared::apart);
  if (with_optimizer) save_keras3_optimizer(model, weights);
  return weights.bytes();
}

}  // namespace

void save_keras(const SequentialLayer& model, const std::string& path, bool include_optimizer) {
  const bool is_compiled = include_optimizer && model.trainer != nullptr;
  Config config = is_compiled ? serialize_compiled(model) : serialize_layer(model);
  require_keras3(model, config);
  if (is_compiled) config.set("compile_config", with_keras3_names(model.trainer->compile_config()));
  config.set("build_config",
             Config::entries({{"input_shape", to_config(model.with_fixed_batch(model.input_shape()))}}));
  const std::string text = to_json(config);
  std::vector<std::uint8_t> weights = weights_of(model, path, is_compiled);
  check_readable(fmt::format("The file '{}'", path), [&] {
    const Config read = parse_json(path, text);
    const Config* compiled = read.find("compile_config");
    read_back(model, read, keras3_version, compiled == nullptr ? Config() : *compiled,
              numbers_in(weights.size()));
    StagedWeights staged(path, false);
    staged.only_check();
    load_keras3(model, Hdf5Group::open(path, std::span<const std::uint8_t>(weights)), staged, Shared::apart);
  });
  ZipWriter archive(path);
  const auto add_text = [&](const char* name, const std::string& json) {
    archive.add(name, {json.begin(), json.end()});
  };
  add_text(metadata_name, to_json(metadata()));
  add_text(config_name, text);
  archive.add(weights_name, std::move(weights));
  archive.commit();
}

std::shared_ptr<SequentialLayer> load_keras(const std::string& path, bool compile) {
  const ZipReader archive(path);
  constexpr std::uint64_t most_weights = 1ULL << 40U;
  const std::string folder = find_folder(archive, path);
  const Config config = read_json(archive, folder + config_name, path);
  const Config metadata =
      archive.contains(folder + metadata_name) ? read_json(archive, folder + metadata_name, path) : Config();
  std::vector<std::uint8_t> weights = archive.read(folder + weights_name, most_weights);
  const WeightBudget budget(numbers_in(weights.size()), WeightBudget::Values::loaded);
  std::shared_ptr<SequentialLayer> model =
      model_of_file("load_model: '" + path + "'", config, version_in(metadata));
  model->require_built();
  const Hdf5Group root = Hdf5Group::open(path, std::move(weights));
  StagedWeights staged(path, false);
  load_keras3(*model, root, staged);
  staged.assign();
  const Config* compiled = config.find("compile_config");
  const auto* entries = compiled == nullptr ? nullptr : compiled->as<Config::Entries>();
  if (compile && entries != nullptr && !entries->empty()) {  // Keras 3 writes {} where it is not compiled
    compile_loaded(*model, *compiled, path);
    StateSource source{"load_model", path, root};
    source.older = older_optimizer(*compiled, "");
    if (auto state = read_state(*model, source)) state->assign();
  }
  return model;
}

}  // namespace keratin::saving
