#pragma once

#include <string>
#include <string_view>

#include "keratin/config.hpp"

// Values of configs as C++ code. Texts come from files: whatever is in them stays within its quotes.

namespace keratin::saving {

/// `64`, `0.2`, `true`, `None`, `"same"`, `{2, 2}`, or the object that a serialized one is made as:
/// `initializers::RandomNormal({.stddev = 0.02})`, `"he_uniform"` if a name says it. Throws ValueError for
/// what cannot be written.
std::string cpp_value(const Config& value);

/// The text in quotes.
std::string cpp_text(std::string_view text);

/// `{.strides = {2, 2}, .padding = "same"}` with the arguments that differ from those of `defaults`; empty
/// if none does.
std::string cpp_options(const Config& arguments, const Config& defaults);

/// What makes the object that a config has with its class_name: `initializers::RandomNormal({.stddev =
/// 0.02})`, or if no argument is given and a name says it, `"he_uniform"`. Throws ValueError for a class
/// that is not Keratin's own.
std::string cpp_object(const Config& serialized);

}  // namespace keratin::saving
