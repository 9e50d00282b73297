#include "support/damaged_files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace keratin::testing {

Bytes content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::string& path, const Bytes& bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

long peak_memory_in_kib(decltype(RUSAGE_SELF) who) {
  rusage usage{};
  ::getrusage(who, &usage);
  return usage.ru_maxrss;
}

Bytes damaged(Bytes bytes, std::mt19937& random) {
  const std::size_t changes = 1 + random() % 8;
  for (std::size_t i = 0; i < changes; ++i) {
    const std::size_t at = random() % bytes.size(), from = random() % bytes.size();
    const std::size_t length = std::min<std::size_t>({8, bytes.size() - at, bytes.size() - from});
    const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    switch (random() % 5) {
      case 0:
        *place = static_cast<char>(random());
        break;
      case 1:
        *place = static_cast<char>(*place ^ 1 << random() % 8);
        break;
      case 2:
        std::fill_n(place, length, random() % 2 == 0 ? '\xff' : '\0');
        break;
      case 3:
        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(from), length, place);
        break;
      default:
        if (random() % 4 == 0) bytes.resize(1 + random() % bytes.size());
    }
  }
  return bytes;
}

}  // namespace keratin::testing
