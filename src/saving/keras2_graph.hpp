#pragma once

#include <set>
#include <string>

#include "keratin/config.hpp"

namespace keratin::saving {

// What functional_config() wrote, as Keras 2 writes it.

/// The calls of a layer, or of an operation, in a model that holds these models.
Config keras2_nodes(const Config& layer, const std::set<std::string>& models);

/// A functional model's inputs or outputs, which Keras 2 keeps as a list. Of an inner model with only one
/// Keras 3 opens only the form without one, which Keras 2 reads too.
Config keras2_ends(const Config& ends, bool in_list, const std::set<std::string>& models);

/// An operation without its call.
Config keras2_operation(const Config& operation);

/// Whether each layer is called once, with only what the one before it gives.
bool is_plain_chain(const Config& model, const Config::List& layers);

/// The names of the models among these layers.
std::set<std::string> models_among(const Config::List& layers);

}  // namespace keratin::saving
