#pragma once

#include <string>

namespace keratin::utils {

/// The text in small letters: names of options may be written in capitals.
std::string lower_case(std::string text);

}  // namespace keratin::utils
