#pragma once

#include <unistd.h>

#include <array>
#include <string>

namespace keratin::utils {

/// This computer's name; empty if it has none.
inline std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) name[0] = '\0';
  return name.data();
}

}  // namespace keratin::utils
