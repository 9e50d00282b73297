#pragma once

#include <cstddef>

namespace keratin::kernels {

/// A count or a position, known not to be negative.
inline std::size_t as_size(int n) { return static_cast<std::size_t>(n); }

/// The numbers [begin, end).
struct Range {
  std::size_t begin, end;

  [[nodiscard]] std::size_t size() const { return end - begin; }
};

/// Planes, rows or columns of a sliding window between a large image and a small one: position p of the small
/// one and position a of the window meet position p · stride + a · dilation − offset of the large one, where
/// it has one.
struct Axis {
  int large, small, window, stride, dilation, offset;
};

/// The depth of images, which have one plane each.
inline constexpr Axis one_plane{1, 1, 1, 1, 1, 0};

}  // namespace keratin::kernels
