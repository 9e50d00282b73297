#pragma once

#include <string>

#include "keratin/models/sequential.hpp"

namespace keratin {

/// The named arguments of load_model(), in Keras's order.
struct LoadModelOptions {
  bool compile = true;  ///< whether the model is compiled as it was when it was saved
};

/// The model in a file that Keras 2, Keras 3 or save() wrote with the ending .keras or .h5: its layers and
/// weights and, where it was compiled, optimizer, loss and metrics with the optimizer's state. Layers of
/// other classes than Keratin's are made known with register_layer(). Throws ValueError for what is not
/// supported, and IOError where the file cannot be read or is damaged.
Sequential load_model(const std::string& path, const LoadModelOptions& options = {});

/// A model of the layers that Sequential::to_json(), or that of Keras, described, with new weights. Throws
/// ValueError for what is not supported, and IOError for text that is no JSON.
Sequential model_from_json(const std::string& json);

}  // namespace keratin
