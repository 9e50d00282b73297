#pragma once

#include <string>

#include "keratin/models/sequential.hpp"

namespace keratin::utils {

/// The C++ program that builds this model with new weights and prints its summary, as a person would write
/// it: only the arguments that differ from the defaults, and only the names that would not be counted anyway.
/// A functional model that is a chain of layers is written as a Sequential. Throws ValueError for a layer
/// that is not of Keratin's own classes or holds a function, and for one that a Sequential or a
/// TimeDistributed shares with another place.
std::string model_to_cpp(const Model& model);

}  // namespace keratin::utils
