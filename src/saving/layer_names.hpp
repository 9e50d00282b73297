#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "keratin/config.hpp"

namespace keratin::saving {

/// "dense", "dense_1", …: how Keras numbers names that are alike.
std::string numbered_name(const std::string& stem, std::size_t number);

/// Of "dense_3", made of the stem "dense", 3; nothing if the name is not made of it.
std::optional<std::size_t> number_in(const std::string& name, const std::string& stem);

/// The name without the number at its end: "dense" of "dense_3".
std::string without_number(const std::string& name);

/// `name` as Keras 3 allows it.
std::string allowed_name(std::string name);

/// The config of a model with names that Keras 3 allows: Keras 2 also allowed "/", which becomes "_" as in
/// Keras 3's own applications ("conv1/bn" is "conv1_bn"). Says on standard error, after `source`, what was
/// renamed.
Config with_allowed_names(Config model, const std::string& source);

}  // namespace keratin::saving
