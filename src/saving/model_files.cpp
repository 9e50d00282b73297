#include "saving/model_files.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "config/values.hpp"
#include "engine/weight_budget.hpp"
#include "files/atomic_file.hpp"
#include "files/hdf5_file.hpp"
#include "files/zip_file.hpp"
#include "keratin/error.hpp"
#include "memory_error.hpp"
#include "models/compile_config.hpp"
#include "models/deserialize.hpp"
#include "models/trained_output.hpp"
#include "models/trainer.hpp"
#include "printable.hpp"
#include "saving/json.hpp"
#include "saving/keras3_weights.hpp"
#include "saving/legacy_weights.hpp"
#include "saving/model_config.hpp"
#include "saving/older_keras.hpp"
#include "saving/optimizer_state.hpp"
#include "saving/staged_optimizer.hpp"
#include "saving/training_config.hpp"

namespace keratin::saving {

namespace {

/// Compiles a loaded model as its file says, which Keras `version` wrote, and reads the optimizer's state
/// from the source. Throws ValueError, with how to load the model all the same, for what is not supported.
void compile_loaded(ModelLayer& model, const Config& compile_config, const std::string& version,
                    StateSource source, const Compiling& compiling) {
  if (!compiling.wanted) return;
  try {
    model.trainer = std::make_unique<Trainer>(
        model, read_compile_config(with_todays_clipnorm(compile_config, version), output_names(model)));
  } catch (const ValueError& error) {
    const std::string reason = error.what();
    const ValueError failure(
        fmt::format("The file '{}': how the model is compiled is not supported: {}{} Load it with "
                    "{{.compile = false}} and compile() it.",
                    source.path, reason, reason.ends_with('.') ? "" : "."));
    if (!compiling.if_unsupported) throw failure;
    return compiling.if_unsupported(failure);
  }
  source.older = older_optimizer(compile_config, version);
  if (auto state = read_state(model, source)) state->assign();
}

/// Writes a line to standard error, once for each.
void note_once(const std::string& note) {
  static std::mutex mutex;
  static std::set<std::string> notes;
  const std::lock_guard lock(mutex);
  if (notes.insert(note).second) print_note(note);
}

/// How the model is compiled, to be saved; nothing if it is not, or if it holds what no file can hold, such
/// as an optimizer of one's own: losing that is better than losing what was trained.
std::optional<Config> compile_config_of(const ModelLayer& model, bool include_optimizer) {
  if (!include_optimizer || model.trainer == nullptr) return {};
  try {
    Config config = model.trainer->compile_config();
    static_cast<void>(to_json(config));  // which takes no names that are not UTF-8
    for (const auto& [kind, name] : model.trainer->own_objects()) {
      note_once(fmt::format(
          "save: the {0} {1} is your own, and the file holds only its name. Before load_model(), "
          "make it known with register_{0}(); or load with {{.compile = false}} and compile() the "
          "model.",
          kind, name));
    }
    return config;
  } catch (const ValueError& error) {
    note_once(
        fmt::format("save: the file does not hold how the model is compiled: {} compile() it again after "
                    "load_model().",
                    error.what()));
    return {};
  }
}

// The files that Keras 3 writes with the ending .keras: a ZIP archive of config.json (the layers and how the
// model is compiled), model.weights.h5 (see keras3_weights.hpp) and metadata.json.

constexpr const char* keras3_version = "3.15.0";
constexpr const char* config_name = "config.json";
constexpr const char* metadata_name = "metadata.json";
constexpr const char* weights_name = "model.weights.h5";

Config metadata() {
  return Config::entries(
      {{"keras_version", keras3_version},
       {"date_saved", fmt::format("{:%Y-%m-%d@%H:%M:%S}", fmt::localtime(std::time(nullptr)))}});
}

/// The folder in the archive that the files lie in: none as Keras writes it, "model/" if somebody packed a
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

std::vector<std::uint8_t> weights_of(const ModelLayer& model, const std::string& path, bool with_optimizer) {
  Hdf5Writer weights(path);
  save_keras3(model, weights, Shared::apart);
  if (with_optimizer) save_keras3_optimizer(model, weights);
  return weights.bytes();
}

void save_keras(const ModelLayer& model, const std::string& path, bool include_optimizer) {
  const std::optional<Config> compiled = compile_config_of(model, include_optimizer);
  Config config = compiled ? serialize_compiled(model) : serialize_layer(model);
  require_keras3(model, config);
  if (compiled) config.set("compile_config", with_keras3_names(*compiled));
  config.set("build_config",
             Config::entries({{"input_shape", to_config(model.with_fixed_batch(model.input_shape()))}}));
  const std::string text = to_json(config);
  std::vector<std::uint8_t> weights = weights_of(model, path, compiled.has_value());
  check_readable(fmt::format("The file '{}'", path), [&] {
    const Config read = parse_json(path, text);
    const Config* read_compiled = read.find("compile_config");
    read_back(model, read, keras3_version, read_compiled == nullptr ? Config() : *read_compiled,
              numbers_in(weights.size()));
    StagedWeights staged(path);
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

std::shared_ptr<ModelLayer> load_keras(const std::string& path, const Compiling& compiling) {
  const ZipReader archive(path);
  constexpr std::uint64_t most_weights = 1ULL << 40U;
  const std::string folder = find_folder(archive, path);
  const Config config = read_json(archive, folder + config_name, path);
  const Config metadata =
      archive.contains(folder + metadata_name) ? read_json(archive, folder + metadata_name, path) : Config();
  std::vector<std::uint8_t> weights = archive.read(folder + weights_name, most_weights);
  const WeightBudget budget(numbers_in(weights.size()), WeightBudget::Values::loaded);
  std::shared_ptr<ModelLayer> model =
      model_of_file("load_model: '" + path + "'", config, version_in(metadata));
  model->require_built();
  const Hdf5Group root = Hdf5Group::open(path, std::move(weights));
  StagedWeights staged(path);
  load_keras3(*model, root, staged);
  staged.assign();
  const Config* compiled = config.find("compile_config");
  const auto* entries = compiled == nullptr ? nullptr : compiled->as<Config::Entries>();
  if (entries != nullptr && !entries->empty())  // Keras 3 writes {} if it is not compiled
    compile_loaded(*model, *compiled, "", {"load_model", path, root}, compiling);
  return model;
}

// The files that Keras 2 wrote, and Keras 3 still does, with the ending .h5: an HDF5 file with the layers as
// JSON in the attribute `model_config`, how the model is compiled in `training_config`, and the weights (see
// legacy_weights.hpp) in the group `model_weights`.

constexpr const char* weights_group = "model_weights";

/// The JSON that an attribute holds; None if it is not there.
Config read_config(const Hdf5Group& root, const char* attribute, const std::string& path) {
  const auto texts = root.texts(attribute);
  return texts && texts->size() == 1 ? parse_json(path, texts->front()) : Config();
}

/// How many weights are in a layer, or in a nested model that shares no layers.
std::size_t weights_apart(const Layer& layer) {
  const auto* model = dynamic_cast<const ModelLayer*>(&layer);
  if (model == nullptr) return layer.weights().size();
  std::size_t count = 0;
  for (const std::shared_ptr<Layer>& inner : model->layers()) count += weights_apart(*inner);
  return count;
}

void read_file_back(const ModelLayer& model, const std::string& path,
                    const std::vector<std::uint8_t>& bytes) {
  for (const std::shared_ptr<Layer>& inner : model.layers()) {
    if (weights_apart(*inner) == inner->weights().size()) continue;
    inner->fail("models in it share layers, for whose weights a .h5 file has one place: save it as .keras.");
  }
  const Hdf5Group root = Hdf5Group::open(path, std::span(bytes));
  const Config compiled = read_config(root, "training_config", path);
  read_back(model, read_config(root, "model_config", path), keras2_version,
            with_todays_clipnorm(compiled, keras2_version), numbers_in(bytes.size()));
  StagedWeights staged(path);
  staged.only_check();
  load_legacy(model, root.group(weights_group), staged, true);
}

/// The content of the file; the HDF5 library, which takes one caller at a time, is free again after it.
std::vector<std::uint8_t> content_of(const ModelLayer& model, const std::string& path,
                                     bool include_optimizer) {
  const std::optional<Config> compiled = compile_config_of(model, include_optimizer);
  Hdf5Writer file(path);
  const Config layers = compiled ? serialize_compiled(model) : serialize_layer(model);
  file.add_text("", "model_config", to_json(keras2_config(layers)));
  file.add_text("", "keras_version", keras2_version);
  file.add_text("", "backend", "tensorflow");
  save_legacy(model, file, weights_group);
  if (compiled) {
    file.add_text("", "training_config", to_json(training_config(*compiled)));
    save_legacy_optimizer(model, file);
  }
  return file.bytes();
}

void save_legacy_file(const ModelLayer& model, const std::string& path, bool include_optimizer) {
  const std::vector<std::uint8_t> bytes = content_of(model, path, include_optimizer);
  check_readable(fmt::format("The file '{}'", path), [&] { read_file_back(model, path, bytes); });
  write_atomically(path, bytes);
}

std::shared_ptr<ModelLayer> load_legacy_file(const std::string& path, const Compiling& compiling) {
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
  std::shared_ptr<ModelLayer> model = model_of_file("load_model: '" + path + "'", std::move(config), version);
  model->require_built();
  StagedWeights staged(path);
  load_legacy(*model, root.group(weights_group), staged, true);
  staged.assign();
  const Config compiled = compiling.wanted ? read_config(root, "training_config", path) : Config();
  if (!compiled.is_none())
    compile_loaded(*model, compiled, version, {"load_model", path, root, false}, compiling);
  return model;
}

}  // namespace

bool is_legacy_path(const std::string& path) { return path.ends_with(".h5") || path.ends_with(".hdf5"); }

void save_model_file(const ModelLayer& model, const std::string& path, bool include_optimizer) {
  const auto save = is_legacy_path(path) ? save_legacy_file : save_keras;
  within_memory([&] { save(model, path, include_optimizer); }, [&] { fail_to_hold(path); });
}

std::shared_ptr<ModelLayer> load_model_file(const std::string& path, const Compiling& compiling) {
  const auto load = [&] {
    if (is_legacy_path(path)) return load_legacy_file(path, compiling);
    if (path.ends_with(".keras")) {
      const bool is_older = Hdf5File::is_hdf5(path);  // up to 2.11 Keras wrote HDF5 by that name too
      return is_older ? load_legacy_file(path, compiling) : load_keras(path, compiling);
    }
    throw ValueError(fmt::format(
        "load_model: the name of the file must end in .keras, .h5 or .hdf5, but received '{}'.", path));
  };
  return within_memory(load, [&] { fail_to_hold(path); });
}

}  // namespace keratin::saving
