#pragma once

#include <cstddef>
#include <string>

#include "keratin/config.hpp"

namespace keratin::saving {

/// The most that is read, and so written: bytes, levels of nesting (three for each model in a model,
/// and those in its last layer) and values.
inline constexpr std::size_t longest_json = 1U << 26U;
inline constexpr std::size_t most_json_levels = 400;
inline constexpr std::size_t most_json_values = 1'000'000;

/// As JSON in one line. Throws ValueError for text that is not UTF-8 and for too many levels.
std::string to_json(const Config& config);

/// Reads JSON text. Throws IOError, which begins with `source`, for text that is no JSON, and for more than
/// the above. Throws ValueError if the library was built without nlohmann-json.
Config parse_json(const std::string& source, const std::string& text);

}  // namespace keratin::saving
