#pragma once

#include <string>

#include "keratin/config.hpp"

namespace keratin::saving {

/// `name` as Keras 3 allows it.
std::string allowed_name(std::string name);

/// The config of a model with names that Keras 3 allows: Keras 2 also allowed "/", which becomes "_" as in
/// Keras 3's own applications ("conv1/bn" is "conv1_bn"). Says on standard error, after `source`, what was
/// renamed.
Config with_allowed_names(Config model, const std::string& source);

}  // namespace keratin::saving
