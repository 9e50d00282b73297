#pragma once

#include <string>

#include "files/hdf5_writer.hpp"
#include "models/model_layer.hpp"

// The state of a compiled model's optimizer. Keras 3 keeps it in `optimizer/vars/<number>`: how many steps
// were made (int64), the learning rate if no schedule gives it, and the arrays; before the first step
// those are not there. Keras 2 keeps it in `optimizer_weights`, whose attribute `weight_names` lists the
// arrays; the learning rate stands only in the config.

namespace keratin::saving {

/// Where Keras 2 keeps it.
constexpr const char* legacy_state_group = "optimizer_weights";

/// Whether the learning rate stands in the state.
bool has_learning_rate(const optimizers::Optimizer& optimizer);

/// Nothing if the model is not compiled.
void save_keras3_optimizer(const ModelLayer& model, Hdf5Writer& file);
void save_legacy_optimizer(const ModelLayer& model, Hdf5Writer& file);

}  // namespace keratin::saving
