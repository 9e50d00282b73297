#pragma once

#include <cstdint>
#include <optional>

#include "keratin/data.hpp"
#include "keratin/tensor.hpp"

namespace keratin::utils {

/// The named arguments of train_test_split().
struct TrainTestSplitOptions {
  double test_size = 0.25;  ///< the share of the samples to test with, rounded up to whole samples
  std::optional<std::int64_t> seed = {};  ///< of the order; without it, keratin::random draws it
  bool shuffle = true;                    ///< otherwise the last samples are those to test with
  bool stratify = false;                  ///< whether both parts have each class of y in its share of all
};

/// What train_test_split() returns: `auto [train, test] = …;`, then `train.x`, `train.y`.
struct TrainTestSplit {
  Data train, test;
};

/// Samples x (samples, …) and their targets y (samples, …) in two parts, as sklearn.model_selection's
/// train_test_split(x, y) gives them: the same samples for the same seed (`random_state`). Throws ValueError
/// if x and y do not hold the same number of samples or a part would be empty, for a test_size not between 0
/// and 1, and a seed outside 0 to 2^32 - 1; with stratify also without shuffle, for y that is not (samples,)
/// or (samples, 1), and for fewer samples of a class than 2 or in a part than classes.
TrainTestSplit train_test_split(const TensorArgument& x, const TensorArgument& y,
                                const TrainTestSplitOptions& options = {});

}  // namespace keratin::utils
