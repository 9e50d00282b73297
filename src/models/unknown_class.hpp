#pragma once

#include <string>

#include "keratin/config.hpp"

namespace keratin {

/// Why no layer can be made of `layer`, whose class is not among those that are known: what the class is, and
/// what to do.
std::string why_unknown(const Config& layer);

/// Whether `layer` is a function of keras.ops that a graph calls, whose class may have a layer's name.
bool is_operation(const Config& layer);

/// Why these arguments of a layer are refused if they have names that only Keras 1 gave them; empty where
/// they have none.
std::string why_keras1(const Config& arguments);

}  // namespace keratin
