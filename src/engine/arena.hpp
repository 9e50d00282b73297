#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace keratin {

/// Memory for one step: blocks handed out in order, taken back at its end or before, kept for the next step.
class Arena {
 public:
  /// Room for `count` floats at a multiple of 64 bytes, not initialized, valid until release() or
  /// clear().
  float* allocate(std::size_t count);

  /// Takes one block back before clear(), for later ones. `count` is what it was allocated with.
  void release(float* block, std::size_t count);

  /// Takes all blocks back and keeps the memory: the same calls in the same order allocate nothing again.
  void clear();

  /// Bytes held.
  [[nodiscard]] std::size_t capacity() const;

 private:
  struct Free {
    void operator()(float* memory) const;
  };
  struct Chunk {
    std::unique_ptr<float[], Free> memory;
    std::size_t size = 0;
  };
  struct Room {
    float* begin;
    std::size_t size;
  };

  /// Null if no room that was released is large enough.
  float* take_released(std::size_t size);

  std::vector<Chunk> chunks_;
  std::vector<Room> released_;  ///< in the order of memory, none next to another
  std::size_t current_ = 0;
  std::size_t used_ = 0;
};

}  // namespace keratin
