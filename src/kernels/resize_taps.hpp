#pragma once

#include "kernels/resize.hpp"

namespace keratin::kernels {

/// Where a new pixel lies between two old ones along an axis, cut to the image.
struct Between {
  std::size_t low, high;
  float weight;  ///< of `high`
};

Between between(std::size_t pixel, std::size_t size, std::size_t new_size);

/// Along one axis each new pixel as a weighted sum of old ones that lie side by side.
struct ResizeTaps {
  std::size_t width;         ///< the most old pixels of a new one
  const std::size_t* first;  ///< (new size)
  const float* weights;      ///< (new size, width); 0 also for what lies behind the image's edge
};

/// In scratch memory of this thread, until it asks for an axis of the same kind again.
ResizeTaps row_taps(const Resizing& shape);
ResizeTaps column_taps(const Resizing& shape);

}  // namespace keratin::kernels
