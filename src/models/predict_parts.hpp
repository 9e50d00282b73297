#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "models/inputs.hpp"

namespace keratin {

class ModelLayer;

/// Memory for the output of this index of a batch, which has this shape.
using OutputMemory = std::function<float*(std::size_t output, const Shape& shape)>;

/// Memory for the samples from `begin` on, of memory for all.
OutputMemory from_sample(std::size_t begin, const std::vector<Buffer>& outputs);

/// Memory for all outputs of a batch; none if they are not as many samples as its inputs.
std::vector<Buffer> memory_of_samples(const ModelLayer& model, const Views& x, const OutputMemory& memory);

/// Predicts a batch as a whole.
void predict_whole(const ModelLayer& model, const Views& x, const OutputMemory& memory);

/// Smaller batches always go through a model as a whole.
inline constexpr std::size_t smallest_divided_batch = 16;

/// Predicts a large batch in parts, on all threads, so that what a layer gave is still in the processor's
/// cache when the next layer reads it, and memory stays bounded. The parts depend on the sizes alone, so the
/// bits do not depend on the threads. Returns false if it did nothing, since the batch is better predicted as
/// a whole.
bool predict_in_parts(const ModelLayer& model, const Views& x, const OutputMemory& memory);

}  // namespace keratin
