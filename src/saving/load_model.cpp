#include "keratin/models/load_model.hpp"

#include <fmt/format.h>

#include "files/hdf5_file.hpp"
#include "files/system_file.hpp"
#include "keratin/error.hpp"
#include "memory_error.hpp"
#include "models/deserialize.hpp"
#include "models/sequential_layer.hpp"
#include "saving/json.hpp"
#include "saving/keras_file.hpp"
#include "saving/legacy_file.hpp"
#include "saving/model_config.hpp"
#include "saving/older_keras.hpp"
#include "saving/read_back.hpp"

namespace keratin {

namespace {

bool is_legacy(const std::string& path) { return path.ends_with(".h5") || path.ends_with(".hdf5"); }

}  // namespace

std::string Sequential::to_json() const {
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

void Sequential::save(const std::string& path, const SaveOptions& options) const {
  model_->require_built();
  if (path.ends_with(".weights.h5")) {
    model_->fail(fmt::format(
        "save() writes whole models, and '{}' is a name for weights: call save_weights().", path));
  }
  if (!path.ends_with(".keras") && !is_legacy(path)) {
    model_->fail(
        fmt::format("save: the name of the file must end in .keras (as Keras 3 writes it), .h5 or .hdf5 (as "
                    "Keras 2), but received '{}'.",
                    path));
  }
  const auto write = is_legacy(path) ? saving::save_legacy_file : saving::save_keras;
  within_memory([&] { write(*model_, path, options.include_optimizer); },
                [&] { saving::fail_to_hold(path); });
}

namespace {

Sequential loaded(const std::string& path, const LoadModelOptions& options) {
  if (is_legacy(path)) return handle_of(saving::load_legacy_file(path, options.compile));
  if (path.ends_with(".keras")) {
    const bool is_older = saving::Hdf5File::is_hdf5(path);  // up to 2.11 Keras wrote HDF5 by that name too
    return handle_of((is_older ? saving::load_legacy_file : saving::load_keras)(path, options.compile));
  }
  throw ValueError(fmt::format(
      "load_model: the name of the file must end in .keras, .h5 or .hdf5, but received '{}'.", path));
}

}  // namespace

Sequential load_model(const std::string& path, const LoadModelOptions& options) {
  return within_memory([&] { return loaded(path, options); }, [&] { saving::fail_to_hold(path); });
}

Sequential model_from_json(const std::string& json) {
  return handle_of(saving::model_of_json("model_from_json", json));
}

}  // namespace keratin
