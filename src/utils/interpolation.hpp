#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernels/resize.hpp"

namespace keratin::utils {

/// The interpolation of this name, in any case; nothing if there is none.
std::optional<kernels::Interpolation> find_interpolation(const std::string& name);

std::vector<std::string> interpolation_names();

}  // namespace keratin::utils
