#pragma once

#include <string>

#include "tool/commands.hpp"

namespace keratin::tool {

/// What is wrong with the command line that `program` did not understand, and how to correct it.
std::string explain(const CLI::App& program, const CLI::ParseError& error);

/// The message of an exception, with the argument that it begins with, such as batch_size, as the option.
std::string with_names_of_options(const CLI::App& program, std::string message);

/// Lets the options that take numbers refuse empty texts, which CLI11 takes for 0.
void refuse_empty_numbers(CLI::App& program);

}  // namespace keratin::tool
