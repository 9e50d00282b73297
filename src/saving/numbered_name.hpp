#pragma once

#include <optional>
#include <string>

namespace keratin::saving {

/// "dense", "dense_1", …: how Keras numbers names that are alike.
std::string numbered_name(const std::string& stem, std::size_t number);

/// Of "dense_3", made of the stem "dense", 3; nothing where the name is not made of it.
std::optional<std::size_t> number_in(const std::string& name, const std::string& stem);

/// The name without the number at its end: "dense" of "dense_3".
std::string without_number(const std::string& name);

}  // namespace keratin::saving
