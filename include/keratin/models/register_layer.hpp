#pragma once

#include <functional>
#include <memory>
#include <string>

#include "keratin/config.hpp"
#include "keratin/layers/layer.hpp"

namespace keratin {

/// Makes a layer from the config that its get_config() returned. Throws ValueError if it cannot.
using LayerFromConfig = std::function<std::shared_ptr<Layer>(const Config& config)>;

/// Lets load_model() and model_from_json() make layers of your own class. Throws ValueError for an empty name
/// or function.
void register_layer(const std::string& class_name, LayerFromConfig from_config);

}  // namespace keratin
