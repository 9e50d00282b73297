#pragma once

#include "models/predict_parts.hpp"

namespace keratin {

/// Predicts samples into this memory.
using Predict = std::function<void(const ModelLayer& model, const Views& x, const OutputMemory& memory)>;

/// If processes compute together, predicts this one's share of a batch with `predict`, and gets what the
/// others predict. Returns false if it did nothing, since each process must predict the whole batch for
/// itself: it computes alone, or a layer might look at several samples.
bool predict_together(const ModelLayer& model, const Views& x, const OutputMemory& memory,
                      const Predict& predict);

}  // namespace keratin
