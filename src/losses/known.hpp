#pragma once

#include <memory>
#include <string>

#include "keratin/losses/loss.hpp"

namespace keratin::losses {

/// A new loss of this name, or null where there is none.
std::shared_ptr<const Loss> find(const std::string& name);

/// Keras's function of the loss that find() knows by this name: `mean_squared_error` of "mse". Another name
/// is returned as it is.
std::string function_of(const std::string& name);

/// The class of that loss; empty for a name that find() does not know.
std::string class_of(const std::string& name);

/// The names that find() knows, for an error's text.
std::string known_names();

}  // namespace keratin::losses
