#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>

#include "keratin/arena.hpp"
#include "keratin/tape.hpp"

namespace keratin {

/// A layer's weights as its kernels want them: packed once a change, and shared by all threads that predict.
class PackedWeights {
 public:
  /// The packed form number `slot`, of `size` floats, at a multiple of 64 bytes; pack(to) writes it. `stamp`
  /// tells one state of the weights from another. A step that trains `weight` packs into its tape.
  template <class Pack>
  const float* get(std::size_t slot, std::uint64_t stamp, std::size_t size, const Weight& weight, Tape& tape,
                   const Pack& pack) {
    if (tape.updates(weight)) {
      const Buffer buffer = tape.allocate({static_cast<int>(size)});
      pack(buffer.data());
      return buffer.data();
    }
    Slot& kept = slots_.at(slot);
    if (kept.stamp.load(std::memory_order_acquire) == stamp) return kept.memory;
    const std::lock_guard lock(mutex_);
    if (kept.stamp.load(std::memory_order_relaxed) != stamp) {
      kept.arena.clear();
      kept.memory = kept.arena.allocate(size);
      pack(kept.memory);
      kept.stamp.store(stamp, std::memory_order_release);
    }
    return kept.memory;
  }

  static constexpr std::size_t slots = 10;

 private:
  struct Slot {
    std::atomic<std::uint64_t> stamp = ~std::uint64_t{0};
    float* memory = nullptr;
    Arena arena;
  };

  std::mutex mutex_;
  std::array<Slot, slots> slots_;
};

}  // namespace keratin
