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

/// What compile() says of an unknown name, for someone at the shell: with the name that was probably meant,
/// and without what a C++ program could do.
std::string explain_unknown_name(const std::string& message);

}  // namespace keratin::tool
