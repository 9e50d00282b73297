#pragma once

#include <memory>
#include <string>

#include "models/sequential_layer.hpp"

// The files that Keras 3 writes with the ending .keras: a ZIP archive of config.json (the layers and how the
// model is compiled), model.weights.h5 (see keras3_weights.hpp) and metadata.json.

namespace keratin::saving {

void save_keras(const SequentialLayer& model, const std::string& path, bool include_optimizer);

std::shared_ptr<SequentialLayer> load_keras(const std::string& path, bool compile);

}  // namespace keratin::saving
