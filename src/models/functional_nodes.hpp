#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keratin/config.hpp"

namespace keratin {

/// An output of a layer in a graph: `["dense", 0, 0]`.
struct Place {
  std::string layer = {};
  int call = 0;  ///< the layer's, from 0
  int output = 0;
};

/// How a layer of a graph is called.
struct WrittenCall {
  std::vector<Place> inputs = {};
  bool is_list = false;               ///< whether it is called with a list, even of only one
  std::optional<bool> training = {};  ///< the argument of that name

  /// Whether Keras 3 wrote it, where that argument holds only in `model(x)`: predict(), evaluate() and fit()
  /// put theirs in its place.
  bool keras3 = false;
};

/// The calls of a functional model's layer, in the form of Keras 3 or 2; none of an InputLayer. Throws
/// ValueError for what is not supported.
std::vector<WrittenCall> calls_of(const Config& layer);

/// The place `["dense", 0, 0]` in a tensor of Keras 3; null if `argument` is none.
const Config* place_in(const Config& argument);

/// Throws ValueError for an argument of a call that is not supported.
[[noreturn]] void refuse_call_argument(const std::string& name, const Config& value);

/// A layer's name in the graph.
std::string name_in_graph(const Config& layer);

/// The inputs or outputs of a model.
struct Ends {
  std::vector<Place> places;
  bool is_list;  ///< whether they are written as a list, even of only one
};

/// The entry "input_layers" or "output_layers"; `what` is "input" or "output".
Ends ends_of(const Config& functional_config, std::string_view what);

}  // namespace keratin
