#pragma once

#include <cstddef>
#include <vector>

namespace keratin::kernels {

/// Room for `count` floats that belongs to this thread until it asks again; kept from call to call.
inline float* scratch(std::size_t count) {
  thread_local std::vector<float> memory;
  if (memory.size() < count) memory.resize(count);
  return memory.data();
}

}  // namespace keratin::kernels
