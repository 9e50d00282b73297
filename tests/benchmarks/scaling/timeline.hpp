#pragma once

#include <string>

#include "scaling/recorder.hpp"

namespace keratin::benchmarks {

/// What was under way when, a line for each exchange, with the computing above.
[[nodiscard]] std::string timeline_of(const Record& record);

/// The same as a picture, an SVG or PNG file.
void draw_timeline(const std::string& path, const Record& record);

}  // namespace keratin::benchmarks
