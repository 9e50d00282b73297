#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace keratin {

/// Memory for one step: blocks handed out in order, all taken back at once, kept for the next step.
class Arena {
 public:
  /// Room for `count` floats at a multiple of 64 bytes, not initialized, valid until clear().
  float* allocate(std::size_t count);

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
  std::vector<Chunk> chunks_;
  std::size_t current_ = 0;
  std::size_t used_ = 0;
};

}  // namespace keratin
