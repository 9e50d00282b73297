#pragma once

#include <string>
#include <vector>

#include "keratin/losses/loss.hpp"

namespace keratin::losses {

/// Keras's function of the loss that a name means: `mean_squared_error` of "mse". Another name is returned as
/// it is.
std::string function_of(const std::string& name);

/// The class of that loss; empty for a name that means none.
std::string class_of(const std::string& name);

/// The names that mean losses, for an error's text.
std::vector<std::string> known_names();

/// Whether register_loss() made a loss known under this name.
bool is_registered(const std::string& name);

/// Whether it is of a user's class and not registered, so that what a file holds of it, its name, means
/// nothing to a program that reads it.
bool is_own(const Identifier<Loss>& identifier);

}  // namespace keratin::losses
