#pragma once

#include <random>
#include <sstream>
#include <string>

#include "keratin/utils/state_archive.hpp"

namespace keratin::random {

/// Writes a generator's state down, or restores it.
inline void archive_engine(utils::StateArchive& archive, std::mt19937& engine) {
  std::ostringstream written;
  written << engine;
  std::string text = written.str();
  archive(text);
  std::istringstream read(text);
  if (archive.reading()) read >> engine;
}

}  // namespace keratin::random
