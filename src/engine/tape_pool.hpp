#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "engine/step_tape.hpp"

namespace keratin {

/// Tapes kept between passes, so that their memory is used again; shared by threads.
class TapePool {
 public:
  /// A tape that goes back to the pool when its lease ends.
  class Lease {
   public:
    explicit Lease(TapePool& pool) : pool_(pool), tape_(pool.take()) {}
    ~Lease() { pool_.give_back(std::move(tape_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    StepTape& operator*() const { return *tape_; }

   private:
    TapePool& pool_;
    std::unique_ptr<StepTape> tape_;
  };

 private:
  std::unique_ptr<StepTape> take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return std::make_unique<StepTape>();
    std::unique_ptr<StepTape> tape = std::move(idle_.back());
    idle_.pop_back();
    return tape;
  }

  void give_back(std::unique_ptr<StepTape> tape) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(tape));
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<StepTape>> idle_;
};

}  // namespace keratin
