#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "keratin/shape.hpp"

namespace keratin::saving {

/// HDF5 keeps an attribute of up to 64 KiB with its object.
constexpr std::size_t greatest_attribute = 64512;

/// Makes an HDF5 file in memory, with the HDF5 library: so that what cannot be written to a disk is not its
/// concern. Throws ValueError if the library was built without HDF5, and IOError for names that HDF5 does not
/// take and if it refuses, as for a name twice.
class Hdf5Writer {
 public:
  explicit Hdf5Writer(const std::string& path);  ///< `path` is named in errors
  ~Hdf5Writer();
  Hdf5Writer(const Hdf5Writer&) = delete;
  Hdf5Writer& operator=(const Hdf5Writer&) = delete;

  /// Makes the group `path` ("layers/dense/vars"), with those above it that are not there yet.
  void add_group(const std::string& path);

  /// Makes an array of floats, with the groups above it that are not there yet.
  void add_array(const std::string& path, const Shape& shape, const float* values);

  /// Makes an array of no dimensions that holds one integer of 64 bits.
  void add_integer(const std::string& path, std::int64_t value);

  /// Adds an attribute to a group; "" is the file's root.
  void add_text(const std::string& group, const std::string& name, const std::string& text);
  void add_texts(const std::string& group, const std::string& name, const std::vector<std::string>& texts);

  /// The file's bytes; to be called last, since what holds them is given back.
  [[nodiscard]] std::vector<std::uint8_t> bytes();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace keratin::saving
