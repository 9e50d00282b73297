#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>
#include <vector>

#include "keratin/layers/layer.hpp"

namespace keratin::layers {

/// How the size of the output image or sequence follows from the input's.
enum class SizeRule { none, window, transposed_window, repeat, pad, crop };

/// Facts about a class besides its constructor's arguments.
struct LayerFacts {
  /// The option that may be passed without its name if it is the only one: `UpSampling2D(2)`.
  std::string_view sole_option = {};

  /// The names of the weights, each with the meaning of its axes; a name is repeated for each rank that it
  /// may have.
  std::vector<std::pair<std::string_view, std::string_view>> axes = {};

  /// How an output is computed, for summary(), which documents the placeholders in braces.
  std::string_view output = {};

  SizeRule size_rule = SizeRule::none;
  bool is_activation = false;  ///< whether it may be another layer's activation
  bool is_of_keras = true;     ///< whether Keras has the class
};

/// A class of layers.
struct KnownLayer {
  std::type_index type;
  std::shared_ptr<Layer> (*from_config)(const Config& config);
  std::vector<std::string> argument_names;  ///< of the arguments before the options
  LayerFacts facts;
};

/// The class of this name; null if there is none.
const KnownLayer* find_known_layer(std::string_view class_name);

/// The class of a layer; null for a user's class, whatever its name.
const KnownLayer* known_layer(const Layer& layer);

/// The classes that may be activations of other layers.
std::vector<std::string> activation_layers();

}  // namespace keratin::layers
