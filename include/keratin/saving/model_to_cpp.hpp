#pragma once

#include <string>

#include "keratin/models/sequential.hpp"

namespace keratin::utils {

/// The C++ program that builds this model with new weights and prints its summary, as a person would write
/// it: only the arguments that differ from the defaults, and only the names that would not be counted anyway.
/// A functional model that is a chain of layers is written as a Sequential. Your own loss or metric, once
/// registered, is written as its name, which the program must register too. Throws ValueError for one that is
/// not registered, for a layer that is not of Keratin's own classes or holds a function, and for one that a
/// Sequential or a TimeDistributed shares with another place.
std::string model_to_cpp(const Model& model);

}  // namespace keratin::utils
