#pragma once

#include <string>

#include "files/hdf5_writer.hpp"
#include "models/sequential_layer.hpp"

// The state of a compiled model's optimizer. Keras 3 keeps it in `optimizer/vars/<number>`: how many steps
// were made (int64), the learning rate where no schedule gives it, and the arrays; before the first step
// those are not there. Keras 2 keeps it in `optimizer_weights`, whose attribute `weight_names` lists the
// arrays; the learning rate stands in the config alone.

namespace keratin::saving {

/// Compiles a loaded model as the config of a file says. Throws ValueError, with how to load it all the same,
/// for what is not supported.
void compile_loaded(SequentialLayer& model, const Config& compile_config, const std::string& path);

/// Where Keras 2 keeps it.
constexpr const char* legacy_state_group = "optimizer_weights";

/// Whether the learning rate stands in the state.
bool has_learning_rate(const optimizers::Optimizer& optimizer);

/// Nothing where the model is not compiled.
void save_keras3_optimizer(const SequentialLayer& model, Hdf5Writer& file);
void save_legacy_optimizer(const SequentialLayer& model, Hdf5Writer& file);

}  // namespace keratin::saving
