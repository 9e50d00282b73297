#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "keratin/config.hpp"

namespace keratin {

/// The output of a layer in a graph: `["dense", 0, 0]`.
struct Place {
  std::string layer = {};
  int call = 0;  ///< the layer's, from 0
};

/// How a layer of a graph is called.
struct Call {
  Place input = {};
  std::optional<bool> training = {};  ///< the argument of that name

  /// Whether Keras 3 wrote it, where that argument holds only in `model(x)`: predict(), evaluate() and fit()
  /// put theirs in its place.
  bool keras3 = false;
};

/// The one call of a functional model's layer, in the form of Keras 3 or 2; none of an InputLayer. Throws
/// ValueError for whatever a plain chain of layers cannot say.
std::optional<Call> call_of(const Config& layer);

/// A layer's name in the graph.
std::string name_in_graph(const Config& layer);

/// The one place of the entry "input_layers" or "output_layers"; `what` is "input" or "output". Throws
/// ValueError for several.
Place end_of(const Config& functional_config, std::string_view what);

}  // namespace keratin
