#pragma once

#include <string_view>

#include "keratin/layers/inner_layer.hpp"

namespace keratin {

/// Throws ValueError, said by `layer`, unless the layer can be its argument: it is no model, and no operation
/// between layers.
void require_plain_layer(const Layer& layer, const Layer& inner);

/// The layer with its class, as it stands in files; None if there is none.
Config to_config(const InnerLayer& layer);

/// The layer that a config describes. Throws ValueError if it is none.
void read_argument(std::string_view name, const Config& config, InnerLayer& layer);

}  // namespace keratin
