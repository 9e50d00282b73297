#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include "engine/step_tape.hpp"

namespace keratin {

/// A layer's weights as its kernels want them: packed once a change, and shared by all threads that predict.
class PackedWeights {
 public:
  /// The packed form `key`, of `size` floats, at a multiple of 64 bytes; pack(to) writes it. stamp() tells
  /// one state of the weights from another. If a step trains `weight`, or a layer has too many forms, they
  /// are packed on the tape, valid until the next weights are.
  template <class Stamp, class Pack>
  const float* get(std::uint64_t key, std::size_t size, const Weight& weight, Tape& tape, const Stamp& stamp,
                   const Pack& pack) {
    Form* form = tape.updates(weight) ? nullptr : find(key);
    if (form == nullptr) {
      float* packed = StepTape::of(tape).allocate_packed(size);
      pack(packed);
      return packed;
    }
    if (form->stamp.load(std::memory_order_acquire) == stamp()) return form->memory;
    const std::lock_guard lock(mutex_);
    const std::uint64_t now = stamp();  // another thread may have packed newer weights since
    if (form->stamp.load(std::memory_order_relaxed) != now) {
      if (form->size < size) {  // a layer may be built anew
        form->memory = form->arena.allocate(size);
        form->size = size;
      }
      pack(form->memory);
      form->stamp.store(now, std::memory_order_release);
    }
    return form->memory;
  }

  static constexpr std::size_t most_forms = 16;

 private:
  struct Form {
    std::atomic<std::uint64_t> key = 0;  ///< 0 if it is free
    std::atomic<std::uint64_t> stamp = 0;
    float* memory = nullptr;
    std::size_t size = 0;
    Arena arena;
  };

  /// The form of this key, or a free one that is it from now on; null if there is none.
  Form* find(std::uint64_t key) {
    for (Form& form : forms_) {
      std::uint64_t found = form.key.load(std::memory_order_relaxed);
      if (found == 0 && form.key.compare_exchange_strong(found, key, std::memory_order_relaxed)) return &form;
      if (found == key) return &form;
    }
    return nullptr;
  }

  std::mutex mutex_;
  std::array<Form, most_forms> forms_;
};

}  // namespace keratin
