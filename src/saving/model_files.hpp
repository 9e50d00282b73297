#pragma once

#include <functional>
#include <memory>
#include <string>

#include "keratin/error.hpp"
#include "models/model_layer.hpp"

namespace keratin::saving {

/// How a model that is loaded is compiled.
struct Compiling {
  bool wanted = true;  ///< whether it is compiled as its file says

  /// Takes the error if that is not supported, and the model is left uncompiled; without it the error is
  /// thrown.
  std::function<void(const ValueError&)> if_unsupported = {};
};

/// Whether the path's ending is that of Keras 2.
bool is_legacy_path(const std::string& path);

/// Writes a whole model to a file, or reads it, as Model::save() and load_model() do.
void save_model_file(const ModelLayer& model, const std::string& path, bool include_optimizer);
std::shared_ptr<ModelLayer> load_model_file(const std::string& path, const Compiling& compiling);

}  // namespace keratin::saving
