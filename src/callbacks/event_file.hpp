#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "files/system_file.hpp"

// What TensorBoard reads: files of records, each of which holds a message Event in the bytes of Protocol
// Buffers.

namespace keratin::callbacks {

/// The CRC-32C (Castagnoli) of the bytes.
std::uint32_t crc32c(std::string_view bytes);

/// The bytes as a record of TFRecord: their count, its checksum, the bytes, their checksum, all
/// little-endian; checksums are rotated and shifted, as that format has them.
std::string framed_record(std::string_view bytes);

/// A new file of events in a folder of its own, `events.out.tfevents.*`.
class EventFile {
 public:
  /// Makes the folder if it is missing. Throws IOError if that fails or the file cannot be written.
  explicit EventFile(const std::string& folder);

  /// Throws IOError if the file cannot be written.
  void write(std::string_view event) const;

 private:
  saving::OutputFile file_;
};

/// Seconds since 1970.
double wall_time();

/// What an event is about and when it was.
struct EventHead {
  std::string tag;
  std::int64_t step = 0;
  double wall_time = 0;  ///< seconds since 1970
};

/// How many values lie from `left` to `right`.
struct Bucket {
  double left = 0, right = 0, count = 0;
};

using Histogram = std::array<Bucket, 30>;

/// Buckets of equal width from the least of the finite values to the greatest, as TensorBoard makes them;
/// if all are the same, the last bucket has them.
Histogram histogram_of(const float* values, std::size_t count);

/// The first message of a file: which version of the format follows.
std::string version_event(double wall_time);

/// Messages as tf.summary writes them.
std::string scalar_event(const EventHead& head, float value);
std::string histogram_event(const EventHead& head, const Histogram& histogram);

/// `pngs` are files of images of this size.
std::string images_event(const EventHead& head, int rows, int columns, const std::vector<std::string>& pngs);

}  // namespace keratin::callbacks
