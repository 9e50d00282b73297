#pragma once

#include <random>
#include <string>

namespace keratin::testing {

/// A request to a server of small_generator() at this port that is wrong somewhere: in its first line, a
/// header, its length or its data. By chance it may be right.
std::string malformed_request(std::mt19937& random, int port);

/// The number in a variable of the environment; `otherwise` if there is none.
int environment_number(const char* name, int otherwise);

}  // namespace keratin::testing
