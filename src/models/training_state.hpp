#pragma once

#include <string>

#include "keratin/models/training_state.hpp"
#include "keratin/utils/state_archive.hpp"
#include "models/model_layer.hpp"

namespace keratin {

/// What must be the same where the state of a model is read: its weights and how it is compiled.
std::string state_description(ModelLayer& model);

/// The model's part of a state: weights, counts of random masks and, if it is compiled, the optimizer.
void archive_state(ModelLayer& model, utils::StateArchive& archive);

/// The same with what else processes that train it together have in common: the seeds of its layers.
void archive_shared_state(ModelLayer& model, utils::StateArchive& archive);

}  // namespace keratin
