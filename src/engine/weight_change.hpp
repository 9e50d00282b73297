#pragma once

#include <atomic>
#include <chrono>

namespace keratin {

/// While one lives, this thread may change weights: a step of training, or setting them. Any number of
/// threads may at once, but none while a WeightReading lives.
class WeightChange {
 public:
  WeightChange();
  ~WeightChange();
  WeightChange(const WeightChange&) = delete;
  WeightChange& operator=(const WeightChange&) = delete;
};

/// While one lives, all weights are those after whole steps, and no other thread changes them. It waits until
/// the changes end that have begun; those that come later wait for it.
class WeightReading {
 public:
  /// Does not wait any longer once `cancelled`, or than that.
  explicit WeightReading(const std::atomic<bool>& cancelled,
                         std::chrono::milliseconds longest = std::chrono::hours(24 * 365));
  ~WeightReading();
  WeightReading(const WeightReading&) = delete;
  WeightReading& operator=(const WeightReading&) = delete;

  /// Whether it waited until the end.
  [[nodiscard]] bool is_granted() const { return is_granted_; }

 private:
  bool is_granted_ = false;
};

}  // namespace keratin
