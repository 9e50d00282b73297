#include <fmt/format.h>

#include <span>

#include "distribution/process.hpp"
#include "distribution/team.hpp"
#include "files/atomic_file.hpp"
#include "files/hdf5_reader.hpp"
#include "files/hdf5_writer.hpp"
#include "files/system_file.hpp"
#include "keratin/error.hpp"
#include "keratin/models/load_model.hpp"
#include "keratin/models/sequential.hpp"
#include "memory_error.hpp"
#include "models/deserialize.hpp"
#include "models/model_layer.hpp"
#include "saving/json.hpp"
#include "saving/keras3_weights.hpp"
#include "saving/legacy_weights.hpp"
#include "saving/model_config.hpp"
#include "saving/model_files.hpp"
#include "saving/optimizer_state.hpp"
#include "saving/staged_optimizer.hpp"
#include "saving/staged_weights.hpp"

namespace keratin {

namespace {

/// Reads the weights of a file; whether it is in the layout of Keras 2.
bool stage(const ModelLayer& model, const saving::Hdf5Group& root, const LoadWeightsOptions& options,
           saving::StagedWeights& staged) {
  const std::optional<saving::Hdf5Group> legacy_layers = saving::find_legacy_layers(root);
  if (options.by_name && !legacy_layers) {
    staged.fail("by_name is for files as Keras 2 wrote them; in those of Keras 3 layers have no names");
  }
  if (!legacy_layers) {
    saving::load_keras3(model, root, staged);
  } else if (options.by_name) {
    saving::load_legacy_by_name(model, *legacy_layers, staged);
  } else {
    saving::load_legacy(model, *legacy_layers, staged);
  }
  return legacy_layers.has_value();
}

/// The root of the file, which the first of several processes reads for all.
saving::Hdf5Group shared_root(const std::string& path) {
  distribution::Team* team = distribution::Team::current();
  if (team == nullptr) return saving::Hdf5Group::open(path);
  std::string content;
  if (team->rank() == 0) {
    const std::vector<std::uint8_t> bytes = saving::read_file(path);
    content.assign(bytes.begin(), bytes.end());
  }
  content = team->broadcast(std::move(content));
  return saving::Hdf5Group::open(path, std::vector<std::uint8_t>(content.begin(), content.end()));
}

/// The content of the file; the HDF5 library, which takes one caller at a time, is free again after it.
std::vector<std::uint8_t> content_of(const ModelLayer& model, const std::string& path, bool keras3) {
  saving::Hdf5Writer file(path);
  if (keras3) {
    saving::save_keras3(model, file);
    saving::save_keras3_optimizer(model, file);
  } else {
    saving::save_legacy(model, file);
  }
  return file.bytes();
}

}  // namespace

std::string Model::to_json() const {
  const auto write = [&] {
    const Config config = serialize_layer(*model_);
    saving::require_keras3(*model_, config);
    std::string text = saving::to_json(config);
    saving::check_readable("The JSON", [&] {
      saving::read_back(*model_, saving::parse_json("to_json", text), "", {}, saving::most_numbers_from_json);
    });
    return text;
  };
  return within_memory(write, [&] { model_->fail("its JSON does not fit into memory."); });
}

void Model::save(const std::string& path, const SaveOptions& options) const {
  model_->require_built();
  if (path.ends_with(".weights.h5")) {
    model_->fail(fmt::format(
        "save() writes whole models, and '{}' is a name for weights: call save_weights().", path));
  }
  if (!path.ends_with(".keras") && !saving::is_legacy_path(path)) {
    model_->fail(
        fmt::format("save: the name of the file must end in .keras (as Keras 3 writes it), .h5 or .hdf5 (as "
                    "Keras 2), but received '{}'.",
                    path));
  }
  saving::save_model_file(*model_, path, options.include_optimizer);
}

void Model::save_weights(const std::string& path) const {
  model_->require_built();
  const bool keras3 = path.ends_with(".weights.h5");
  if (!keras3 && !saving::is_legacy_path(path)) {
    model_->fail(
        fmt::format("save_weights: the name of the file must end in .weights.h5 (as Keras 3 writes it), .h5 "
                    "or .hdf5 (as Keras 2), but received '{}'.",
                    path));
  }
  const auto write = [&] {
    const std::vector<std::uint8_t> bytes = content_of(*model_, path, keras3);
    saving::check_readable(fmt::format("The file '{}'", path), [&] {
      saving::StagedWeights staged(path, false);
      staged.only_check();
      stage(*model_, saving::Hdf5Group::open(path, std::span(bytes)), {}, staged);
    });
    saving::write_atomically(path, bytes);
  };
  within_memory(write, [&] { saving::fail_to_hold(path); });
}

void Model::load_weights(const std::string& path, const LoadWeightsOptions& options) {
  model_->require_built();
  const auto read = [&] {
    const saving::Hdf5Group root = shared_root(path);
    saving::StagedWeights staged(path, options.skip_mismatch);
    const bool legacy = stage(*model_, root, options, staged);
    const saving::StateSource source{
        .reader = "load_weights", .path = path, .root = root, .is_expected = false};
    std::optional<saving::StagedOptimizer> optimizer =
        legacy || model_->trainer == nullptr ? std::nullopt : saving::read_state(*model_, source);
    staged.assign();
    if (optimizer) optimizer->assign();
  };
  distribution::together([&] { within_memory(read, [&] { saving::fail_to_hold(path); }); });
}

Sequential load_model(const std::string& path, const LoadModelOptions& options) {
  distribution::wait_for_all();
  return handle_of(saving::load_model_file(path, {.wanted = options.compile}));
}

Sequential model_from_json(const std::string& json) {
  return handle_of(saving::model_of_json("model_from_json", json));
}

}  // namespace keratin
