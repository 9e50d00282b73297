#pragma once

#include <concepts>
#include <functional>
#include <utility>

#include "keratin/callbacks/callback.hpp"

namespace keratin::callbacks {

/// The named arguments of LearningRateScheduler, in Keras's order.
struct LearningRateSchedulerOptions {
  int verbose = 0;  ///< 1: prints what it does
};

/// Sets the learning rate when an epoch begins; adds `learning_rate` to the epoch's logs.
class LearningRateScheduler : public Callback {
 public:
  using Schedule = std::function<double(int epoch, double learning_rate)>;

  /// Throws ValueError for an empty function.
  explicit LearningRateScheduler(Schedule schedule, const LearningRateSchedulerOptions& options = {});

  /// `schedule` takes the epoch, from 0, and the learning rate so far, or only the epoch.
  template <std::invocable<int, double> Function>
  explicit LearningRateScheduler(Function schedule, const LearningRateSchedulerOptions& options = {})
      : LearningRateScheduler(Schedule(std::move(schedule)), options) {}

  template <std::invocable<int> Function>
  explicit LearningRateScheduler(Function schedule, const LearningRateSchedulerOptions& options = {})
      : LearningRateScheduler(
            Schedule([schedule = std::move(schedule)](int epoch, double) { return schedule(epoch); }),
            options) {}

  /// Throws ValueError if the schedule returns a number that is negative or not finite.
  void on_epoch_begin(int epoch) override;
  void on_epoch_end(int epoch, Logs& logs) override;

 private:
  Schedule schedule_;
  LearningRateSchedulerOptions options_;
};

}  // namespace keratin::callbacks
