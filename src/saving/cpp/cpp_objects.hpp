#pragma once

#include <string>

#include "keratin/config.hpp"

namespace keratin::saving {

/// What makes the object that a config has with its class_name: `initializers::RandomNormal({.stddev =
/// 0.02})`, and where no argument is given and a name says it, `"he_uniform"`. Throws ValueError for a class
/// that is not Keratin's own.
std::string cpp_object(const Config& serialized);

}  // namespace keratin::saving
