#pragma once

#include <cstddef>
#include <optional>

namespace keratin {

class ModelLayer;

/// What one sample takes of memory, without sizes that are open.
struct SampleSize {
  std::size_t largest = 0;  ///< the most numbers that a node takes and gives
  std::size_t sum = 0;      ///< the numbers that all nodes give
};

/// Nothing if a layer might look at several samples: a user's, one whose activation is a user's or a layer,
/// or one that behaves as in training.
std::optional<SampleSize> sample_size(const ModelLayer& model);

}  // namespace keratin
