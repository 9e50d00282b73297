#pragma once

#include <string>

#include "keratin/config.hpp"

namespace keratin {

/// The name of a dtype or of a policy, such as "mixed_float16". Throws ValueError for a policy that
/// quantizes.
std::string dtype_name(const Config& dtype);

/// Throws ValueError unless float32, in which everything is computed here, can replace it.
void check_dtype(const Config& dtype);

}  // namespace keratin
