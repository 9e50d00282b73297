#pragma once

#include <cstddef>
#include <functional>

#include "models/inputs.hpp"

namespace keratin {

class ModelLayer;

/// Memory for the output of this index of a batch, which has this shape.
using OutputMemory = std::function<float*(std::size_t output, const Shape& shape)>;

/// Smaller batches always go through a model as a whole.
inline constexpr std::size_t smallest_divided_batch = 16;

/// Predicts a large batch in parts, on all threads, so that what a layer gave is still in the processor's
/// cache when the next layer reads it, and memory stays bounded. The parts depend on the sizes alone, so the
/// bits do not depend on the threads. Returns false if it did nothing, since the batch is better predicted as
/// a whole.
bool predict_in_parts(const ModelLayer& model, const Views& x, const OutputMemory& memory);

}  // namespace keratin
