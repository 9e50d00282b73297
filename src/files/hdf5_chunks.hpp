#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "files/hdf5_messages.hpp"
#include "files/hdf5_source.hpp"

namespace keratin::saving {

/// The values of an array that lie in chunks, as h5py writes them if it is asked to compress: each chunk
/// may be shuffled and deflated. Other filters, and indexes of chunks of newer formats, are refused by name.
class Hdf5Chunks {
 public:
  /// From a layout message behind its version and kind, and the message of the filters; `path` is the
  /// array's.
  Hdf5Chunks(const Source& source, std::string path, Cursor layout, std::optional<Cursor> filters)
      : source_(&source), path_(std::move(path)), layout_(std::move(layout)), filters_(std::move(filters)) {}

  /// All values of the array, of this shape, one after the other. Throws IOError if they are not there, or
  /// the chunks say anything but that; no more memory is taken than the array and one chunk need.
  [[nodiscard]] std::vector<std::uint8_t> read(const Dimensions& dimensions, std::uint64_t value_size) const;

 private:
  const Source* source_;
  std::string path_;
  Cursor layout_;
  std::optional<Cursor> filters_;
};

}  // namespace keratin::saving
