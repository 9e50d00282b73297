#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace keratin::datasets {

using Bytes = std::vector<std::uint8_t>;

/// A file of a data set in the user's folder.
struct File {
  std::string folder;
  std::string name;
  std::string source;  ///< where to get it

  [[nodiscard]] std::string path() const;

  /// The bytes of the file or, if there is only one with .gz, its unpacked bytes. Memory grows only with the
  /// bytes that exist. Throws IOError if it cannot be read or holds more than `limit` bytes.
  [[nodiscard]] Bytes read(std::size_t limit) const;

  /// Throws an IOError with the file's name and `reason`.
  [[noreturn]] void fail(const std::string& reason) const;
};

}  // namespace keratin::datasets
