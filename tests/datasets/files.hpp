#pragma once

#include <cstdint>
#include <fstream>
#include <initializer_list>
#include <string>
#include <vector>

/// Files of data sets as the tests write them.
namespace keratin::testing {

using Octets = std::vector<std::uint8_t>;

inline void write_bytes(const std::string& path, const Octets& bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

/// An IDX file of bytes: its dimensions, big end first, and its elements.
inline Octets idx(std::initializer_list<std::uint32_t> dimensions, const Octets& elements) {
  Octets bytes = {0, 0, 8, static_cast<std::uint8_t>(dimensions.size())};
  for (std::uint32_t dimension : dimensions) {
    for (int shift = 24; shift >= 0; shift -= 8)
      bytes.push_back(static_cast<std::uint8_t>(dimension >> shift));
  }
  bytes.insert(bytes.end(), elements.begin(), elements.end());
  return bytes;
}

/// Numbers that differ: seed, seed + 1, … modulo 251.
inline Octets counted(std::size_t count, std::size_t seed = 0) {
  Octets bytes(count);
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<std::uint8_t>((seed + i) % 251);
  return bytes;
}

}  // namespace keratin::testing
