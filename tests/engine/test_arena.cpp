#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/arena.hpp"
#include "support/catch.hpp"

using namespace keratin;

namespace {

/// What a step asks for: many small blocks and some that are larger than any chunk at the start.
const std::vector<std::size_t> step = {1, 15, 16, 17, 1000, 300'000, 3, 200'000, 1'000'000, 64};

std::vector<float*> run(Arena& arena, const std::vector<std::size_t>& sizes) {
  arena.clear();
  std::vector<float*> blocks;
  for (std::size_t size : sizes) blocks.push_back(arena.allocate(size));
  return blocks;
}

}  // namespace

TEST_CASE("An arena's blocks are aligned and lie apart") {
  Arena arena;
  const std::vector<float*> blocks = run(arena, step);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    CHECK(reinterpret_cast<std::uintptr_t>(blocks[i]) % 64 == 0);
    std::fill_n(blocks[i], step[i], static_cast<float>(i));
  }
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    INFO("block " << i);
    CHECK(std::all_of(blocks[i], blocks[i] + step[i],
                      [=](float value) { return value == static_cast<float>(i); }));
  }
}

TEST_CASE("The same step gets the same blocks again, and no new memory") {
  Arena arena;
  CHECK(arena.capacity() == 0);
  const std::vector<float*> first = run(arena, step);
  const std::size_t capacity = arena.capacity();
  CHECK(capacity >= 1'501'000 * sizeof(float));
  for (int i = 0; i < 3; ++i) CHECK(run(arena, step) == first);
  CHECK(arena.capacity() == capacity);
}

TEST_CASE("Steps of two sizes take turns without new memory") {
  std::vector<std::size_t> smaller = step;
  for (std::size_t& size : smaller) size = (size + 2) / 3;
  Arena arena;
  const std::vector<float*> large = run(arena, step), small = run(arena, smaller);
  const std::size_t capacity = arena.capacity();
  CHECK(run(arena, step) == large);
  CHECK(run(arena, smaller) == small);
  CHECK(arena.capacity() == capacity);
}

TEST_CASE("Steps that grow do not hold the memory of all of them") {
  Arena arena;
  constexpr std::size_t largest = 2'000'000;
  for (std::size_t size = largest / 50; size <= largest; size += largest / 50) run(arena, {size, 1000, size});
  CHECK(arena.capacity() <= 4 * 2 * largest * sizeof(float));
}

TEST_CASE("A block of size 0 is a separate block") {
  Arena arena;
  const std::vector<float*> blocks = run(arena, {0, 0, 1});
  CHECK(blocks[0] != nullptr);
  CHECK(blocks[0] != blocks[1]);
  CHECK(blocks[1] != blocks[2]);
}

TEST_CASE("What is released is used again, in part and joined with its neighbours") {
  Arena arena;
  const std::vector<float*> blocks = run(arena, {100, 50, 30, 16});
  arena.release(blocks[0], 100);
  arena.release(blocks[2], 30);
  CHECK(arena.allocate(32) == blocks[2]);  // the smallest that is large enough
  CHECK(arena.allocate(33) == blocks[0]);
  arena.release(blocks[2], 32);
  arena.release(blocks[1], 50);
  CHECK(arena.allocate(112) == blocks[0] + 48);  // what is left of the first, the second and the third
  CHECK(arena.allocate(16) != blocks[3]);
  CHECK(run(arena, {100, 50, 30, 16}) == blocks);
}
