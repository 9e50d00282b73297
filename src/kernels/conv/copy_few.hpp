#pragma once

#include <cstddef>
#include <cstring>

namespace keratin::kernels {

/// A handful of floats: without the call that a copy of unknown size takes. Returns where the next ones go.
inline float* copy_few(const float* from, std::size_t count, float* to) {
  for (; count >= 8; count -= 8, from += 8, to += 8) std::memcpy(to, from, 8 * sizeof(float));
  if (count >= 4) {
    std::memcpy(to, from, 4 * sizeof(float));
    from += 4, to += 4, count -= 4;
  }
  for (; count > 0; --count) *to++ = *from++;
  return to;
}

}  // namespace keratin::kernels
