#pragma once

#include <memory>
#include <string>

#include "keratin/losses/loss.hpp"

namespace keratin::losses {

/// A new loss of this name, or null where there is none.
std::shared_ptr<const Loss> find(const std::string& name);

/// The names that find() knows, for an error's text.
std::string known_names();

}  // namespace keratin::losses
