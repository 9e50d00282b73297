#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "keratin/models/summary.hpp"
#include "support/paths.hpp"

// The files and tables of tests/golden/cases/tables/make.py.

namespace keratin::testing {

inline std::string file_of(const std::string& name) { return golden_path("cases/tables/" + name); }

inline std::string table_of(const std::string& name) {
  std::ifstream file(file_of(name) + ".txt", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// A line of 80 characters, so that the terminal's width does not matter.
inline SummaryOptions keras3(SummaryOptions options = {}) {
  options.style = "keras3";
  options.line_length = 76;
  return options;
}

}  // namespace keratin::testing
