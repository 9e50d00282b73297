#include "engine/arena.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <new>

#include "memory_error.hpp"

namespace keratin {

namespace {

constexpr std::align_val_t alignment{64};
constexpr std::size_t floats_per_line = 64 / sizeof(float);
constexpr std::size_t smallest_chunk = std::size_t{1} << 18;

/// The floats that a block of `count` takes: whole lines, and at least one.
std::size_t room_for(std::size_t count) {
  return std::max(floats_per_line, (count + floats_per_line - 1) / floats_per_line * floats_per_line);
}

}  // namespace

float* Arena::allocate(std::size_t count) {
  constexpr std::size_t most = std::size_t{1} << 48;  // beyond any memory
  const auto fail = [&] { throw MemoryError(fmt::format("{} numbers do not fit into memory.", count)); };
  if (count > most) fail();
  const std::size_t room = room_for(count);
  if (float* block = take_released(room)) return block;
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

float* Arena::take_released(std::size_t size) {
  auto best = released_.end();
  for (auto room = released_.begin(); room != released_.end(); ++room) {
    if (room->size >= size && (best == released_.end() || room->size < best->size)) best = room;
  }
  if (best == released_.end()) return nullptr;
  float* block = best->begin;
  best->begin += size;
  best->size -= size;
  if (best->size == 0) released_.erase(best);
  return block;
}

void Arena::release(float* block, std::size_t count) {
  const std::size_t size = room_for(count);
  auto next =
      std::lower_bound(released_.begin(), released_.end(), block,
                       [](const Room& room, const float* place) { return std::less<>()(room.begin, place); });
  if (next != released_.end() && block + size == next->begin) {
    next->begin = block;
    next->size += size;
  } else {
    next = released_.insert(next, {block, size});
  }
  if (next == released_.begin()) return;
  const auto before = std::prev(next);
  if (before->begin + before->size != next->begin) return;
  before->size += next->size;
  released_.erase(next);
}

void Arena::clear() {
  released_.clear();
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
