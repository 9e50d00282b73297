#pragma once

#include "keratin/models/sequential.hpp"

namespace keratin {

class ModelLayer;

/// What compile() takes for a model whose outputs have these names, of the `compile_config` of Keras 3's
/// files or the `training_config` of Keras 2's. Throws ValueError for what is not supported.
CompileOptions read_compile_config(const Config& config, const std::vector<std::string>& outputs = {""});

/// The layers and their arguments as serialize_layer() gives them; if the model is compiled, each layer is
/// trainable if compile() found it so. A model that is frozen after compile() to train within another one
/// is so the same, with the same state, when it is loaded.
Config serialize_compiled(const ModelLayer& model);

}  // namespace keratin
