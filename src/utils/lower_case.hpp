#pragma once

#include <algorithm>
#include <cctype>
#include <string>

namespace keratin::utils {

/// The text in small letters: names of options may be written in capitals.
inline std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace keratin::utils
