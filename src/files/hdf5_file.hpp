#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "files/hdf5_messages.hpp"
#include "files/hdf5_source.hpp"

// Reads HDF5 files as Keras writes them (version 0 of the format, h5py's default) without the HDF5 library,
// which has a history of crashing and hanging on damaged files: a child process to be lost instead would cost
// the program's memory twice and cannot be made safely where other threads run, and a check before the
// library reads would be this same reader. What Keras writes needs little of the format. Everything is
// checked against the file's size and read once; what else the format knows (links to other places, other
// files, filters but gzip) is refused by name.

namespace keratin::saving {

/// An entry of a group.
struct Hdf5Link {
  std::uint64_t address;
  bool symbolic;  ///< whether it names another place instead of having an address
};

/// What a group in a file holds.
struct Hdf5Entries {
  std::map<std::string, Hdf5Link> links;
  std::map<std::string, Attribute> attributes;
};

/// A file's groups and texts, each read when it is first asked for and kept.
class Hdf5File {
 public:
  /// Throws IOError unless the file begins as an HDF5 file of Keras.
  explicit Hdf5File(const std::string& path);

  /// The same of a file in memory, called `path` in errors.
  Hdf5File(const std::string& path, std::vector<std::uint8_t> bytes);
  Hdf5File(const std::string& path, std::span<const std::uint8_t> bytes);  ///< which outlive it

  [[nodiscard]] const Source& source() const { return source_; }
  [[nodiscard]] std::uint64_t root() const { return root_; }

  /// Whether the file `path` begins as an HDF5 file does. Throws IOError if it cannot be read.
  static bool is_hdf5(const std::string& path);

  /// The group at this address, called `path` in errors. Throws IOError if there is none.
  const Hdf5Entries& group(std::uint64_t address, const std::string& path);

  /// The texts that an attribute holds. Throws IOError if it holds something else.
  std::vector<std::string> texts(const Attribute& attribute);

 private:
  using Collection = std::map<std::uint64_t, std::string>;  // texts by their number

  [[nodiscard]] Hdf5Entries read_group(std::uint64_t address, const std::string& path) const;
  std::string text_elsewhere(Cursor reference);
  [[nodiscard]] Collection read_collection(std::uint64_t address) const;

  Source source_;
  std::uint64_t root_;
  std::map<std::uint64_t, Hdf5Entries> groups_;
  std::map<std::uint64_t, Collection> collections_;
};

}  // namespace keratin::saving
