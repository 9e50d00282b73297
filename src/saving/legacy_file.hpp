#pragma once

#include <memory>
#include <string>

#include "models/sequential_layer.hpp"

// The files of whole models that Keras 2 wrote, and Keras 3 still does, with the ending .h5: an HDF5 file
// with the layers as JSON in the attribute `model_config`, how the model is compiled in `training_config`,
// and the weights (see legacy_weights.hpp) in the group `model_weights`.

namespace keratin::saving {

void save_legacy_file(const SequentialLayer& model, const std::string& path, bool include_optimizer);

std::shared_ptr<SequentialLayer> load_legacy_file(const std::string& path, bool compile);

}  // namespace keratin::saving
