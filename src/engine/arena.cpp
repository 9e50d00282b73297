#include "engine/arena.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>

#include "memory_error.hpp"

namespace keratin {

namespace {

constexpr std::align_val_t alignment{64};
constexpr std::size_t floats_per_line = 64 / sizeof(float);
constexpr std::size_t smallest_chunk = std::size_t{1} << 18;

}  // namespace

float* Arena::allocate(std::size_t count) {
  constexpr std::size_t most = std::size_t{1} << 48;  // beyond any memory
  const auto fail = [&] { throw MemoryError(fmt::format("{} numbers do not fit into memory.", count)); };
  if (count > most) fail();
  const std::size_t room =
      std::max(floats_per_line, (count + floats_per_line - 1) / floats_per_line * floats_per_line);
  while (current_ < chunks_.size() && chunks_[current_].size - used_ < room) {
    ++current_;
    used_ = 0;
  }
  if (current_ == chunks_.size()) {
    const std::size_t size = std::max({room, smallest_chunk, capacity() / sizeof(float)});
    auto* memory = static_cast<float*>(
        within_memory([&] { return ::operator new[](size * sizeof(float), alignment); }, fail));
    chunks_.push_back({std::unique_ptr<float[], Free>(memory), size});
  }
  float* block = chunks_[current_].memory.get() + used_;
  used_ += room;
  return block;
}

void Arena::clear() {
  current_ = 0;
  used_ = 0;
}

std::size_t Arena::capacity() const {
  std::size_t floats = 0;
  for (const Chunk& chunk : chunks_) floats += chunk.size;
  return floats * sizeof(float);
}

void Arena::Free::operator()(float* memory) const { ::operator delete[](memory, alignment); }

}  // namespace keratin
