#pragma once

#include <string>

#include "keratin/config.hpp"

namespace keratin::saving {

/// As JSON in one line. Throws ValueError for text that is not UTF-8.
std::string to_json(const Config& config);

/// Reads JSON text. Throws IOError, which begins with `source`, for text that is no JSON, and for more than
/// a model's config holds: 100 levels and a million values. Throws ValueError where the library was built
/// without nlohmann-json.
Config parse_json(const std::string& source, const std::string& text);

}  // namespace keratin::saving
