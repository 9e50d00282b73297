#pragma once

#include <string>

namespace keratin::callbacks {

/// Writes a line to standard output, at once.
void print_message(const std::string& message);

/// Writes a line that begins with "Warning: " to standard error.
void warn(const std::string& message);

/// A number as Python prints it: the shortest digits that give it back, with a point or an exponent.
std::string python_number(double value);

}  // namespace keratin::callbacks
