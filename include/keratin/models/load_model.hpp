#pragma once

#include <string>

#include "keratin/models/sequential.hpp"

namespace keratin {

/// The named arguments of load_model(), in Keras's order.
struct LoadModelOptions {
  bool compile = true;  ///< whether to compile the model as it was when saved
};

/// The model in a file that Keras 2, Keras 3 or save() wrote with the ending .keras or .h5: its layers and
/// weights and, if it was compiled, optimizer, loss and metrics with the optimizer state. Register other
/// classes than Keratin's with register_layer(), register_loss() and register_metric(). Throws ValueError for
/// anything unsupported, and IOError if the file cannot be read or is damaged.
Sequential load_model(const std::string& path, const LoadModelOptions& options = {});

/// The model that Sequential::to_json(), or Keras's, described, with new weights. Throws ValueError for
/// anything unsupported, and IOError for text that is not JSON.
Sequential model_from_json(const std::string& json);

}  // namespace keratin
