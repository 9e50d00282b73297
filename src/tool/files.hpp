#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "keratin/models/sequential.hpp"

namespace keratin::tool {

/// The model in a file: with its weights from .keras and .h5, with new ones from .json. Throws as
/// load_model().
Sequential load(const std::string& path);

/// Throws ValueError unless the path ends in one of these: before work is done whose result could not be
/// written.
void check_ending(const std::string& path, std::initializer_list<std::string_view> endings);

/// Says that a file is there.
void say_written(const std::string& path);

}  // namespace keratin::tool
