#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace keratin::kernels {

/// Memory that a kernel works in: belongs to its thread, begins at a multiple of 64 bytes, and is kept from
/// call to call. Each `Purpose` has memory of its own.
template <class Purpose, class T = float>
T* scratch(std::size_t count) {
  constexpr std::align_val_t alignment{64};
  struct Free {
    void operator()(T* memory) const { ::operator delete[](memory, alignment); }
  };
  thread_local std::unique_ptr<T[], Free> memory;
  thread_local std::size_t size = 0;
  if (size < count) {
    memory.reset();
    size = 0;
    memory.reset(static_cast<T*>(::operator new[](count * sizeof(T), alignment)));
    size = count;
  }
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDelete): it takes `memory` for a local that ends here
  return memory.get();
}

}  // namespace keratin::kernels
