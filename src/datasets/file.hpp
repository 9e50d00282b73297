#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace keratin::datasets {

using Bytes = std::vector<std::uint8_t>;

/// A file of a data set in the folder that a user named.
struct File {
  std::string folder;
  std::string name;
  std::string source;  ///< where it can be had

  [[nodiscard]] std::string path() const;

  /// What the file holds, or, if there is only one of that name with .gz, what that holds unpacked. Memory
  /// grows with what is really there. Throws IOError if it cannot be read or holds more than `limit`
  /// bytes.
  [[nodiscard]] Bytes read(std::size_t limit) const;

  /// Throws an IOError with the file's name and `reason`.
  [[noreturn]] void fail(const std::string& reason) const;
};

}  // namespace keratin::datasets
