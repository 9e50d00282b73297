#pragma once

#include <string>

#include "keratin/config.hpp"

namespace keratin {

/// The name of a dtype, or of the policy in whose place it may stand: "mixed_float16". Throws ValueError for
/// one that quantizes.
std::string dtype_name(const Config& dtype);

/// Throws ValueError unless float32, in which all is computed here, can stand for it.
void check_dtype(const Config& dtype);

}  // namespace keratin
