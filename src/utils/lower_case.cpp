#include "utils/lower_case.hpp"

#include <algorithm>
#include <cctype>

namespace keratin::utils {

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace keratin::utils
