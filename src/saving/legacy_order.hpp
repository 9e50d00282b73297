#pragma once

#include <string>
#include <vector>

#include "files/hdf5_reader.hpp"
#include "keratin/layers/layer.hpp"
#include "saving/staged_weights.hpp"

// Which layer, and which of its weights, an array of a file of Keras 2 is for. Those files list arrays in an
// order that depends on what was frozen when they were written, and may have been made by other programs: the
// names that they list decide, and the order if the names here are others.

namespace keratin::saving {

/// A layer in a file, or a nested model.
struct LegacyLayer {
  std::string name;
  Hdf5Group group;
  std::vector<std::string> weight_names;

  /// The arrays of its weights.
  [[nodiscard]] std::vector<Hdf5Array> arrays() const;
};

/// The layers, each of which has weights, in the order of `saved`, which are as many. `same_names` says that
/// the names in both are the same model's. Fails through `staged` where names and order contradict each
/// other.
std::vector<const Layer*> layers_in_order(const std::vector<const Layer*>& layers,
                                          const std::vector<LegacyLayer>& saved, bool same_names,
                                          const StagedWeights& staged);

/// The weights of a layer in the order of `saved.weight_names`, which are as many. Fails as above.
std::vector<Weight*> weights_in_order(const Layer& layer, const LegacyLayer& saved,
                                      const StagedWeights& staged);

}  // namespace keratin::saving
