#pragma once

#include <optional>
#include <string>

#include "kernels/resize.hpp"

namespace keratin::utils {

/// The interpolation of this name, in any case; nothing if there is none.
std::optional<kernels::Interpolation> find_interpolation(const std::string& name);

/// All names, as in `"nearest", "bilinear"`.
std::string interpolation_names();

}  // namespace keratin::utils
