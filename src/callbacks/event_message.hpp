#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace keratin::callbacks {

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
/// where all are the same, the last bucket has them.
Histogram histogram_of(const float* values, std::size_t count);

/// The first message of a file: which version of the format follows.
std::string version_event(double wall_time);

/// Messages as tf.summary writes them.
std::string scalar_event(const EventHead& head, float value);
std::string histogram_event(const EventHead& head, const Histogram& histogram);

/// `pngs` are files of images of this size.
std::string images_event(const EventHead& head, int rows, int columns, const std::vector<std::string>& pngs);

}  // namespace keratin::callbacks
