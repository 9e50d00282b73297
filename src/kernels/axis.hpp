#pragma once

namespace keratin::kernels {

/// Rows or columns of a sliding window between a large picture and a small one: position p of the small one
/// and position a of the window meet position p · stride + a · dilation − offset of the large one, where it
/// has one.
struct Axis {
  int large, small, window, stride, dilation, offset;
};

}  // namespace keratin::kernels
