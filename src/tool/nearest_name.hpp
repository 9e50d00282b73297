#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace keratin::tool {

/// The name that was probably meant by a misspelt word; empty if none is like it. Letters that are missing,
/// too many, wrong, or two in the other order count; one of them for every three letters may be wrong.
std::string nearest_name(std::string_view word, const std::vector<std::string>& names);

/// `: did you mean "NAME"?`, or nothing.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& names);

}  // namespace keratin::tool
