#pragma once

#include "files/hdf5_reader.hpp"
#include "files/hdf5_writer.hpp"
#include "models/model_layer.hpp"
#include "saving/staged_weights.hpp"

// The layout of Keras 3: the weights of a layer are `layers/<class in snake case>_<number>/vars/<number>`, a
// nested model holds `layers` of its own. Files of Keras 2.12 to 2.15 say `_layer_checkpoint_dependencies`
// for `layers`, and number in other ways.

namespace keratin::saving {

/// What becomes of a layer that is in several of a model's models.
enum class Shared {
  once,   ///< its weights stand if it comes first, for a model that shares it too
  apart,  ///< they stand wherever it is, for a model that is made of the JSON, which shares nothing
};

void save_keras3(const ModelLayer& model, Hdf5Writer& file, Shared shared = Shared::once);

void load_keras3(const ModelLayer& model, const Hdf5Group& root, StagedWeights& staged,
                 Shared shared = Shared::once);

}  // namespace keratin::saving
