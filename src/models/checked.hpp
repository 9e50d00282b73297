#pragma once

#include "models/batches.hpp"
#include "models/sample_weights.hpp"
#include "models/trainer.hpp"

namespace keratin {

/// Throws ValueError where compile() was forgotten.
Trainer& trainer_of(const SequentialLayer& model);

/// Data that fit the model, which is built for them where it was not, the loss and each other. Throws
/// ValueError, with nothing built, where they do not.
Samples checked(SequentialLayer& model, const Tensor& x, const Tensor& y, const SampleWeights& weights);

/// The metrics for these data. Throws ValueError where they do not fit.
Trainer::Metrics metrics_for(const SequentialLayer& model, const Samples& data);

}  // namespace keratin
