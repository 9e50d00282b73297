#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "files/system_file.hpp"

namespace keratin::callbacks {

/// The CRC-32C (Castagnoli) of the bytes.
std::uint32_t crc32c(std::string_view bytes);

/// The bytes as a record of TFRecord: their count, its checksum, the bytes, their checksum, all
/// little-endian; checksums are rotated and shifted, as that format has them.
std::string framed_record(std::string_view bytes);

/// A new file of events in a folder of its own, `events.out.tfevents.*`.
class EventFile {
 public:
  /// Makes the folder where it is missing. Throws IOError where that fails or the file cannot be written.
  explicit EventFile(const std::string& folder);

  /// Throws IOError where the file cannot be written.
  void write(std::string_view event) const;

 private:
  saving::OutputFile file_;
};

/// Seconds since 1970.
double wall_time();

}  // namespace keratin::callbacks
